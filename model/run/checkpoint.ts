/**
 * Checkpoints hold everything needed to resume exactly, in checkpoints/<step>/: weights.safetensors,
 * optimizer.safetensors, average.safetensors where the weights are averaged, and state.json. The files `last` and
 * `best` each name a step, and are written only once its checkpoint is complete, so an interrupted save leaves the
 * previous one.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import { reasonOf, StudioError, toErrorData } from '../errors';
import { parametersOf } from '../nets/model-shape';
import { nameWeights, type ParameterSpec, type Weights } from '../nets/parameters';
import { unwritable } from '../files/make-folder';
import { readRegularFile } from '../files/regular-file';
import { syncFile } from '../files/sync';
import { writeFileWhole } from '../files/write-file';
import { readRunRecord, runPaths, type RunRecord } from './run-folder';
import type { Settings } from '../settings';
import { flatTensors, namedTensors } from '../weight-files/named-tensors';
import { makeCheckpointFolder, ownCheckpoints, removeCheckpoint } from './own-files';
import {
  encodeSafetensors,
  readSafetensors,
  type TensorMetadata,
  type Tensors,
} from '../weight-files/safetensors';
import {
  checkpointFile,
  checkpointSteps,
  otherSteps,
  readableStep,
  readPointer,
  readTrainingState,
  type StoredState,
  type TensorFile,
  type CheckpointState,
} from './training-state';

/** The learnt values of a network, as flat vectors in the network's order. */
export interface Learnt {
  weights: Float32Array;
  /** Adam's running means of the gradient and of its square. */
  firstMoment: Float32Array;
  secondMoment: Float32Array;
  /** The running mean of the weights, which is then used to evaluate and draw; null in a run without averaging. */
  average: Float32Array | null;
}

export interface Checkpoint extends Learnt {
  state: CheckpointState;
}

/** Which checkpoint to read. `preferred` is a step whose checkpoint may be gone; then the last one is read. */
export type CheckpointChoice = 'last' | 'best' | number | { preferred: number };

/** A checkpoint of new or imported weights, at step 0. */
export function untrained(
  weights: Float32Array,
  { averageDecay }: Pick<Settings, 'averageDecay'>,
): Checkpoint {
  return {
    state: { step: 0, milliseconds: 0, bestNats: null, bestStep: null, isObserved: false, arithmetic: null },
    weights,
    firstMoment: new Float32Array(weights.length),
    secondMoment: new Float32Array(weights.length),
    average: averageDecay > 0 ? weights.slice() : null,
  };
}

/**
 * Saves a checkpoint as the last one, and as the best if `best`; then removes those that are neither, not kept by
 * `keepEvery`, and not the one before the last, which serves if the last is damaged.
 * @throws StudioError file-foreign, folder-gone, file-unwritable
 */
export function saveCheckpoint(
  runFolder: string,
  specs: readonly ParameterSpec[],
  { state, weights, firstMoment, secondMoment, average }: Checkpoint,
  { best = false, keepEvery = 0 } = {},
): void {
  const { step } = state;
  const paths = runPaths(runFolder);
  makeCheckpointFolder(runFolder, step);
  const hashes: StoredState['files'] = {};
  const write = (name: TensorFile, tensors: Tensors, metadata?: TensorMetadata) => {
    const bytes = encodeSafetensors(tensors, metadata);
    writeFileWhole(checkpointFile(runFolder, step, name), bytes);
    hashes[name] = hashOf(bytes);
  };
  write('weights.safetensors', namedTensors(specs, weights), { step: String(step) });
  if (average) write('average.safetensors', namedTensors(specs, average), { step: String(step) });
  write(
    'optimizer.safetensors',
    new Map([
      ...namedTensors(specs, firstMoment, 'firstMoment.'),
      ...namedTensors(specs, secondMoment, 'secondMoment.'),
    ]),
  );
  const stored: StoredState = { ...state, files: hashes };
  writeFileWhole(checkpointFile(runFolder, step, 'state.json'), `${JSON.stringify(stored, null, 2)}\n`);
  // Metrics are appended without a sync. Those up to this step must survive a loss of power, too.
  keepOnDisk(paths.metrics);
  // `best` is written first, since a run interrupted in between reaches that step again. In the other order, the last
  // checkpoint could hold a best loss without its checkpoint.
  if (best) writeFileWhole(paths.best, `${step}\n`);
  writeFileWhole(paths.last, `${step}\n`);
  prune(runFolder, keepEvery);
}

/**
 * Reads a whole checkpoint. @throws StudioError run-missing, run-damaged, checkpoint-missing, checkpoint-damaged,
 * weights-mismatch
 */
export function loadCheckpoint(runFolder: string, which: CheckpointChoice = 'last'): Checkpoint {
  const record = readRunRecord(runFolder);
  const specs = parametersOf(record);
  const flat = (tensors: Tensors) => flatTensors(specs, tensors);
  return readCheckpoint(runFolder, which, (step) => {
    const { files, ...state } = readTrainingState(runFolder, step);
    const read = <T>(name: TensorFile, pick: (tensors: Tensors) => T) =>
      readTensors(runFolder, { step, files }, name, pick).values;
    return {
      state,
      weights: read('weights.safetensors', flat),
      ...read('optimizer.safetensors', (tensors) => ({
        firstMoment: flatTensors(specs, tensors, 'firstMoment.'),
        secondMoment: flatTensors(specs, tensors, 'secondMoment.'),
      })),
      average: record.settings.averageDecay > 0 ? read('average.safetensors', flat) : null,
    };
  });
}

/**
 * Makes an earlier checkpoint the last one, so that training continues from there. If the best one came later, the one
 * that was the best at that step takes its place, where it is still there.
 * @throws StudioError run-damaged, checkpoint-damaged, file-unwritable
 */
export function goBackTo(runFolder: string, step: number): void {
  const { last, best } = runPaths(runFolder);
  const { bestStep } = readTrainingState(runFolder, step);
  if (fs.existsSync(best) && (readableStep(runFolder, 'best') ?? Infinity) > step) {
    if (bestStep !== null && checkpointSteps(runFolder).includes(bestStep))
      writeFileWhole(best, `${bestStep}\n`);
    else fs.unlinkSync(best);
  }
  writeFileWhole(last, `${step}\n`);
}

export interface LoadedWeights {
  record: RunRecord;
  step: number;
  weights: Weights;
  /** SHA-256 in hex of the file they were read from: average.safetensors where the run averages its weights. */
  sha256: string;
}

/**
 * The weights of a run for drawing and inspection, averaged where the run averages them. Loads no TensorFlow. @throws
 * as `loadCheckpoint`
 */
export function loadWeights(runFolder: string, which: CheckpointChoice = 'last'): LoadedWeights {
  const record = readRunRecord(runFolder);
  const specs = parametersOf(record);
  const name = record.settings.averageDecay > 0 ? 'average.safetensors' : 'weights.safetensors';
  return readCheckpoint(runFolder, which, (step) => {
    const state = readTrainingState(runFolder, step);
    const { values, sha256 } = readTensors(runFolder, state, name, (tensors) => flatTensors(specs, tensors));
    return { record, step, weights: nameWeights(specs, values), sha256 };
  });
}

/** Bytes on disk of one checkpoint of a network, with averaged weights. */
export function checkpointBytes(parameterCount: number): number {
  return 4 * 4 * parameterCount + 64 * 1024;
}

function hashOf(bytes: Uint8Array): string {
  return crypto.createHash('sha256').update(bytes).digest('hex');
}

/**
 * The result of `read` for the chosen checkpoint. A run in training may remove the checkpoint while it is read; then
 * the choice is resolved again.
 */
function readCheckpoint<T>(runFolder: string, which: CheckpointChoice, read: (step: number) => T): T {
  for (;;) {
    const step = findStep(runFolder, which);
    try {
      return read(step);
    } catch (thrown) {
      if (findStep(runFolder, which) === step) throw thrown;
    }
  }
}

function findStep(runFolder: string, which: CheckpointChoice): number {
  if (typeof which === 'object') {
    return hasWeights(runFolder, which.preferred) ? which.preferred : findStep(runFolder, 'last');
  }
  if (typeof which === 'number') {
    if (hasWeights(runFolder, which)) return which;
    const others = checkpointSteps(runFolder);
    throw new StudioError('checkpoint-missing', { folder: runFolder, step: which, others });
  }
  const step = readableStep(runFolder, which);
  if (step !== undefined) return step;
  const others = otherSteps(runFolder);
  // Where no other checkpoint can replace it, a damaged file is reported as such.
  if (!others.length) readPointer(runFolder, which);
  throw new StudioError('checkpoint-missing', { folder: runFolder, others });
}

function hasWeights(runFolder: string, step: number): boolean {
  return fs.existsSync(checkpointFile(runFolder, step, 'weights.safetensors'));
}

function prune(runFolder: string, keepEvery: number): void {
  const last = readPointer(runFolder, 'last') ?? Infinity;
  const complete = checkpointSteps(runFolder);
  const beforeLast = ownCheckpoints(runFolder, (step) => step < last && complete.includes(step)).at(-1);
  const best = readableStep(runFolder, 'best');
  // A damaged file may have named any of them.
  if (best === undefined && fs.existsSync(runPaths(runFolder).best)) return;
  const named = [last, beforeLast, best];
  const isKept = (step: number) => keepEvery > 0 && step > 0 && step % keepEvery === 0;
  const spent = ownCheckpoints(runFolder, (step) => !isKept(step) && !named.includes(step));
  for (const step of spent) {
    try {
      removeCheckpoint(runFolder, step);
    } catch {
      // An old checkpoint that stays is no reason to end the training. The next save tries again.
    }
  }
}

/** @throws StudioError folder-gone, file-unwritable */
function keepOnDisk(file: string): void {
  try {
    syncFile(file);
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

/**
 * The result of `pick` for the tensors of one file of a checkpoint, and the file's hash. Files that changed since
 * they were saved are refused.
 * @throws StudioError checkpoint-damaged, weights-mismatch
 */
function readTensors<T>(
  runFolder: string,
  { step, files }: Pick<StoredState, 'step' | 'files'>,
  name: TensorFile,
  pick: (tensors: Tensors) => T,
): { values: T; sha256: string } {
  const file = checkpointFile(runFolder, step, name);
  const damaged = (reason: string) => {
    const others = otherSteps(runFolder, step);
    return new StudioError('checkpoint-damaged', { step, file, reason, others });
  };
  let bytes: Buffer;
  try {
    bytes = readRegularFile(file);
  } catch (thrown) {
    throw damaged(reasonOf(thrown));
  }
  const sha256 = hashOf(bytes);
  if (files[name] !== undefined && files[name] !== sha256) {
    throw damaged('it has changed since it was saved: its SHA-256 differs');
  }
  try {
    return { values: pick(readSafetensors(bytes).tensors), sha256 };
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code === 'file-damaged') throw damaged(error.facts.reason);
    if (error.code === 'weights-not-finite')
      throw damaged(`${error.facts.tensor} holds ${error.facts.value}`);
    throw thrown;
  }
}
