/** A short training into which tests inject faults, and the result that it must have in spite of them. */
import path from 'node:path';
import { toErrorData, type ErrorData } from '../errors';
import { loadCheckpoint } from '../run/checkpoint';
import { createRun } from '../run/create-run';
import { readMetrics } from '../run/metrics';
import { checkpointSteps } from '../run/training-state';
import { defaultSettings, usedSettings, type Settings } from '../settings';
import { TrainingControl } from '../training/control';
import { train } from '../training/train';

/** Evaluates at steps 0, 2, 4 and 6, saves at 0, 3 and 6 and at each best loss, and averages its weights. */
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

/** The same settings as arguments of the command line. */
export const faultedArguments = Object.entries(usedSettings(settings))
  .filter(([name]) => name !== 'epochs')
  .flatMap(([name, value]) => ['--set', `${name}=${value}`]);

export function createFaultedRun(run: string, images: string): void {
  createRun(run, { name: path.basename(run), preset: 'tiny', settings, dataFolder: images });
}

/** Trains or resumes a run to its end. @returns the error, if any */
export function trainToEnd(runFolder: string, resume: boolean): Promise<ErrorData | undefined> {
  return train({ runFolder, resume }, { report() {}, control: new TrainingControl() }).then(
    () => undefined,
    (thrown: unknown) => toErrorData(thrown),
  );
}

/** Returns what faults must not change: the last checkpoint and all metrics but their times. */
export function resultOf(run: string) {
  const { state, ...learnt } = loadCheckpoint(run);
  const metrics = [...readMetrics(run)].map((metric) => ({ ...metric, milliseconds: 0 }));
  return { ...learnt, state: { ...state, milliseconds: 0 }, metrics };
}

/** Loads every listed checkpoint. @throws StudioError if one cannot be loaded */
export function requireWholeCheckpoints(run: string): void {
  for (const step of checkpointSteps(run)) loadCheckpoint(run, step);
}
