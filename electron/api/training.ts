/** Calls for training, one run at a time. */
import * as v from 'valibot';
import type { ErrorData } from '../../model/errors';
import type { TrainingEvent } from '../../model/events';
import type { Usage } from '../../model/reports';
import { runId, text } from '../../model/files/record-parts';
import { call, count, event, excluded, settings } from './declare';

export type TrainingPhase = 'idle' | 'starting' | 'running' | 'pausing' | 'paused' | 'stopping';

export interface TrainingState {
  phase: TrainingPhase;
  run: string | null;
  /** Whether the training will stop at the end of the epoch. */
  endsWithEpoch: boolean;
  /** The error that ended the last training, if any. */
  error: ErrorData | null;
}

export const trainingCalls = {
  startTraining: call<string>()(text, settings, text, excluded),
  /** Resumes from the last checkpoint, or the one of this step. Asks for the images if their folder is unknown. */
  resumeRun: call()(runId, v.nullable(count)),
  pauseTraining: call()(),
  continueTraining: call()(),
  stopTraining: call()(),
  /** Stops the training at the end of the epoch, or cancels this. */
  stopAfterEpoch: call()(v.boolean()),
  sampleNow: call()(),
  trainingState: call<TrainingState>()(),
  trainingUsage: call<Usage>()(),
};

export const trainingEvents = {
  training: event<TrainingEvent[]>(),
  trainingState: event<TrainingState>(),
};
