/**
 * The progress of a run's training: state.json of each checkpoint, and the files `last` and `best` that name two of
 * them. The main process of the oldest Electron loads this file: no TensorFlow, and only calls of plain old Node.
 */
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { reasonOf, StudioError } from '../errors';
import { readJsonFile } from '../files/json-file';
import { count, finite, sha256 } from '../files/record-parts';
import { readRegularFile, readRegularText } from '../files/regular-file';
import { mostPointerBytes } from '../limits';
import { runPaths, stepsIn } from './run-folder';

/** Everything that determines the order of sums, and so the last bit of a result. */
const arithmetic = v.object({
  mode: v.picklist(['graph', 'eager']),
  /** Images whose gradients are computed at once; the gradients of a batch are the sum over its micro-batches. */
  microBatch: v.pipe(count, v.minValue(1)),
  /** Threads within one TensorFlow op; `default` is TensorFlow's own choice. */
  opThreads: v.string(),
  tensorflow: v.string(),
  cpu: v.string(),
});
export type Arithmetic = v.InferOutput<typeof arithmetic>;

const trainingState = v.object({
  step: count,
  /** Training time so far, without pauses. */
  milliseconds: v.pipe(finite, v.minValue(0)),
  /** The best validation loss so far, in nats per dimension; null before the first or without validation images. */
  bestNats: v.nullable(finite),
  /** The step of that loss; runs of versions up to 0.2.0 do not name it. */
  bestStep: v.optional(v.nullable(count), null),
  /** Whether the validation loss and the samples of this step are written. */
  isObserved: v.boolean(),
  /** Null before the first step. */
  arithmetic: v.nullable(arithmetic),
});
export type CheckpointState = v.InferOutput<typeof trainingState>;

/** state.json. */
const stored = v.object({
  ...trainingState.entries,
  /** SHA-256 in hex of the checkpoint's other files, by name; 0.1.0 wrote none. */
  files: v.optional(v.record(v.string(), sha256), {}),
});
export type StoredState = v.InferOutput<typeof stored>;

/** The files of a checkpoint besides state.json; the average only in a run that averages its weights. */
export const tensorFiles = ['weights.safetensors', 'average.safetensors', 'optimizer.safetensors'] as const;
export type TensorFile = (typeof tensorFiles)[number];

export function checkpointFile(runFolder: string, step: number, name: TensorFile | 'state.json'): string {
  return path.join(runPaths(runFolder).checkpoint(step), name);
}

/** state.json of one checkpoint. @throws StudioError checkpoint-damaged */
export function readTrainingState(runFolder: string, step: number): StoredState {
  const file = checkpointFile(runFolder, step, 'state.json');
  try {
    const state = readJsonFile(file, stored);
    if (state.step !== step) throw new Error(`it belongs to step ${state.step}`);
    return state;
  } catch (thrown) {
    const others = otherSteps(runFolder, step);
    throw new StudioError('checkpoint-damaged', { step, file, reason: reasonOf(thrown), others });
  }
}

/** The steps of the complete checkpoints, ascending; one without state.json is incomplete. */
export function checkpointSteps(runFolder: string): number[] {
  const steps = stepsIn(runPaths(runFolder).checkpoints, '');
  const needed = ['state.json', 'weights.safetensors', 'optimizer.safetensors'] as const;
  return steps.filter((step) => needed.every((name) => fs.existsSync(checkpointFile(runFolder, step, name))));
}

/** As `readPointer`, but undefined for a damaged file, too. */
export function readableStep(runFolder: string, which: 'last' | 'best'): number | undefined {
  try {
    return readPointer(runFolder, which);
  } catch {
    return undefined;
  }
}

/** The steps a run can go back to instead of one, ascending. The newest of them is undamaged. */
export function otherSteps(runFolder: string, step?: number): number[] {
  const others = checkpointSteps(runFolder).filter((other) => other !== step);
  while (others.length && !isUndamaged(runFolder, others[others.length - 1] as number)) others.pop();
  return others;
}

/** Whether the files of a checkpoint are those that were saved, as far as state.json has their hashes. */
function isUndamaged(runFolder: string, step: number): boolean {
  try {
    const { files } = readJsonFile(checkpointFile(runFolder, step, 'state.json'), stored);
    return Object.entries(files).every(([name, hash]) => {
      const bytes = readRegularFile(path.join(runPaths(runFolder).checkpoint(step), name));
      return crypto.createHash('sha256').update(bytes).digest('hex') === hash;
    });
  } catch {
    return false;
  }
}

/** The step of the last or best checkpoint; undefined where there is none. @throws StudioError run-damaged */
export function readPointer(runFolder: string, which: 'last' | 'best'): number | undefined {
  const file = runPaths(runFolder)[which];
  if (!fs.existsSync(file)) return undefined;
  const damaged = (reason: string) => new StudioError('run-damaged', { folder: runFolder, file, reason });
  let text: string;
  try {
    text = readRegularText(file, mostPointerBytes).trim();
  } catch (thrown) {
    throw damaged(reasonOf(thrown));
  }
  const step = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(step)) throw damaged('it does not name a step');
  return step;
}
