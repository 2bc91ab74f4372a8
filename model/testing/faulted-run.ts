/** A short training that faults are put into, and what has to come out of it whatever happened on the way. */
import path from 'node:path';
import { toErrorData, type ErrorData } from '../errors';
import { loadCheckpoint } from '../run/checkpoint';
import { createRun } from '../run/create-run';
import { readMetrics } from '../run/metrics';
import { checkpointSteps } from '../run/training-state';
import { defaultSettings, usedSettings, type Settings } from '../settings';
import { TrainingControl } from '../training/control';
import { train } from '../training/train';

/** Observes at 0, 2, 4 and 6, saves at 0, 3 and 6 and at each best loss, and averages its weights. */
const settings: Settings = {
  ...defaultSettings,
  size: 8,
  filters: 4,
  blocks: 1,
  batchSize: 4,
  sampleCount: 1,
  averageDecay: 0.9,
  steps: 6,
  evaluateEvery: 2,
  checkpointEvery: 3,
};

/** The same as arguments of the command line. */
export const faultedArguments = Object.entries(usedSettings(settings))
  .filter(([name]) => name !== 'epochs')
  .flatMap(([name, value]) => ['--set', `${name}=${value}`]);

export function createFaultedRun(run: string, images: string): void {
  createRun(run, { name: path.basename(run), preset: 'tiny', settings, dataFolder: images });
}

/** @returns the error it ends with, if any */
export function trainToEnd(runFolder: string, resume: boolean): Promise<ErrorData | undefined> {
  return train({ runFolder, resume }, { report() {}, control: new TrainingControl() }).then(
    () => undefined,
    (thrown: unknown) => toErrorData(thrown),
  );
}

/** What must not depend on what happened on the way: the last checkpoint and every line of the metrics but their times. */
export function resultOf(run: string) {
  const { state, ...learnt } = loadCheckpoint(run);
  const metrics = [...readMetrics(run)].map((metric) => ({ ...metric, milliseconds: 0 }));
  return { ...learnt, state: { ...state, milliseconds: 0 }, metrics };
}

/** @throws StudioError when a checkpoint that is listed cannot be loaded */
export function requireWholeCheckpoints(run: string): void {
  for (const step of checkpointSteps(run)) loadCheckpoint(run, step);
}
