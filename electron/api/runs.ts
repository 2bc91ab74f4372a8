/** The library of runs. */
import * as v from 'valibot';
import type { Loss, ReferenceLosses, RunStatus } from '../../model/events';
import type { LossSeries, LossStretch } from '../../model/reports';
import type { Settings } from '../../model/settings';
import { runId, text } from '../../model/files/record-parts';
import { call, count, event } from './declare';

export interface RunSummary {
  id: string;
  name: string;
  /** What a person wrote about it. */
  note: string;
  /** Milliseconds since 1970. */
  created: number;
  status: RunStatus;
  settings: Settings;
  /** The classes the network knows; empty when it knows none. */
  classNames: string[];
  /** What the same images cost without a network; null before they were read. */
  references: ReferenceLosses | null;
  dataFolder: string;
  /** The same for runs that learnt from the same images and are measured on the same; empty before they were read. */
  imagesDigest: string;
  /** Of the newest sample pictures; null before there are any. */
  sampleStep: number | null;
  step: number;
  lastStep: number;
  stepsPerEpoch: number;
  training: Loss | null;
  bestValidation: Loss | null;
  bytes: number;
  hasCheckpoint: boolean;
  /** Whether it came with the program. */
  isExample: boolean;
  /** Set when run.json cannot be read: the run is listed, but only to be deleted. */
  damaged: string | null;
}

export interface RunDetail {
  summary: RunSummary;
  losses: LossSeries;
  /** Steps of the sample pictures, rising. */
  sampleSteps: number[];
}

/** At most some dozens of points, bits per dimension. */
export interface ValidationCurve {
  steps: number[];
  bits: number[];
}

export interface Duplicate {
  settings: Settings;
  preset: string;
  /** Null when it is not there any more. */
  dataFolder: string | null;
  /** Files and classes of the folder that were left out. */
  excluded: string[];
}

export const runCalls = {
  listRuns: call<RunSummary[]>()(),
  openRun: call<RunDetail>()(runId),
  /** The training losses from one step to another, where `openRun` gives them thinned. */
  lossStretch: call<LossStretch>()(runId, count, count),
  /** Its validation losses, thinned for a small curve in a list. */
  validationCurve: call<ValidationCurve>()(runId),
  describeRun: call()(runId, v.object({ name: text, note: text })),
  /** What another run like this one begins with; its folder of images may be used again. */
  duplicateRun: call<Duplicate>()(runId),
  trashRun: call()(runId),
  revealRun: call()(runId),
};

export const runEvents = {
  runsChanged: event(),
};
