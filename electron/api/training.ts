/** Training: one run at a time. */
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
  /** Whether it is to end with its epoch. */
  endsWithEpoch: boolean;
  /** Why the last training ended early, if it did. */
  error: ErrorData | null;
}

export const trainingCalls = {
  startTraining: call<string>()(text, settings, text, excluded),
  /** From its last checkpoint, or the one of this step. Asks for the images where they are not known. */
  resumeRun: call()(runId, v.nullable(count)),
  pauseTraining: call()(),
  continueTraining: call()(),
  stopTraining: call()(),
  /** Ends the training with its epoch, or takes that back. */
  stopAfterEpoch: call()(v.boolean()),
  sampleNow: call()(),
  trainingState: call<TrainingState>()(),
  trainingUsage: call<Usage>()(),
};

export const trainingEvents = {
  training: event<TrainingEvent[]>(),
  trainingState: event<TrainingState>(),
};
