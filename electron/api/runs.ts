/** Calls for the library of runs. */
import * as v from 'valibot';
import type { Loss, ReferenceLosses, RunStatus } from '../../model/events';
import type { LossSeries, LossStretch } from '../../model/reports';
import type { Settings } from '../../model/settings';
import { runId, text } from '../../model/files/record-parts';
import { call, count, event } from './declare';

export interface RunSummary {
  id: string;
  name: string;
  /** A person's note. */
  note: string;
  /** Milliseconds since 1970. */
  created: number;
  status: RunStatus;
  settings: Settings;
  /** The classes that the network knows; empty for a network without classes. */
  classNames: string[];
  /** The losses of the same images without a network; null before they were read. */
  references: ReferenceLosses | null;
  dataFolder: string;
  /** Equal for runs with the same training and validation images; empty before they were read. */
  imagesDigest: string;
  /** The step of the newest samples; null before there are any. */
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
  /** The reason why run.json cannot be read; such a run is listed so that it can be deleted. */
  damaged: string | null;
}

export interface RunDetail {
  summary: RunSummary;
  losses: LossSeries;
  /** The steps of the samples, in ascending order. */
  sampleSteps: number[];
}

/** A few dozen points of a validation curve, in bits per dimension. */
export interface ValidationCurve {
  steps: number[];
  bits: number[];
}

/** The settings with which a run is duplicated. */
export interface Duplicate {
  settings: Settings;
  preset: string;
  /** Null if the folder no longer exists. */
  dataFolder: string | null;
  /** Excluded files and classes of the folder. */
  excluded: string[];
}

export const runCalls = {
  listRuns: call<RunSummary[]>()(),
  openRun: call<RunDetail>()(runId),
  /** Returns the training losses from one step to another, which `openRun` returns thinned. */
  lossStretch: call<LossStretch>()(runId, count, count),
  /** Returns the validation losses, thinned for a small curve in a list. */
  validationCurve: call<ValidationCurve>()(runId),
  describeRun: call()(runId, v.object({ name: text, note: text })),
  /** Returns the settings for a run like this one, and grants its folder of images. */
  duplicateRun: call<Duplicate>()(runId),
  trashRun: call()(runId),
  revealRun: call()(runId),
};

export const runEvents = {
  runsChanged: event(),
};
