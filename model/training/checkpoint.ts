/**
 * Everything needed to go on exactly, in checkpoints/<step>/: weights.safetensors, optimizer.safetensors,
 * average.safetensors where the weights are averaged, and state.json. The files `last` and `best` name the steps that matter; one is written only when all it names is whole,
 * so an interrupted save leaves the checkpoint before it.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import { reasonOf, StudioError } from '../errors';
import { parametersOf } from '../nets/architectures';
import { flattenWeights, nameWeights, type ParameterSpec, type Weights } from '../nets/parameters';
import { readRegularFile } from '../regular-file';
import { readRunRecord, runPaths, writeFileWhole, type RunRecord } from '../run-folder';
import type { Settings } from '../settings';
import { readSafetensors, writeSafetensors, type StoredTensor } from './safetensors';

/** What a network has learnt, in flat vectors of the network's order. */
export interface Learnt {
  weights: Float32Array;
  /** Adam's running means of the gradient and of its square. */
  firstMoment: Float32Array;
  secondMoment: Float32Array;
  /** The running mean of the weights, which then is what evaluates and draws; null in a run without. */
  average: Float32Array | null;
}

export interface Checkpoint extends Learnt {
  state: TrainingState;
}

/** state.json. */
export interface TrainingState {
  step: number;
  /** Training time so far, pauses left out. */
  milliseconds: number;
  /** The best validation loss so far, in nats per dimension; null before the first or without validation images. */
  bestNats: number | null;
  /** Whether the validation loss and the samples of this step are written. */
  isObserved: boolean;
  /** Null before the first step. */
  arithmetic: Arithmetic | null;
}

/** Whatever decides in which order sums are taken, and so the last bit of a result. */
export interface Arithmetic {
  mode: 'graph' | 'eager';
  /** Images whose gradient is taken at once; the batch's is the sum of these. */
  microBatch: number;
  /** Threads within one TensorFlow op; `default` is TensorFlow's own choice. */
  opThreads: string;
  tensorflow: string;
  cpu: string;
}

/** `preferred` is the step of a checkpoint that may be gone; the last one takes its place then. */
export type WhichCheckpoint = 'last' | 'best' | number | { preferred: number };

/** A checkpoint of weights that no training here made. */
export function untrained(
  weights: Float32Array,
  { averageDecay }: Pick<Settings, 'averageDecay'>,
): Checkpoint {
  return {
    state: { step: 0, milliseconds: 0, bestNats: null, isObserved: false, arithmetic: null },
    weights,
    firstMoment: new Float32Array(weights.length),
    secondMoment: new Float32Array(weights.length),
    average: averageDecay > 0 ? weights.slice() : null,
  };
}

/**
 * Saves it as the last checkpoint, and as the best if it is; then removes those that are neither and not kept.
 * @throws StudioError file-unwritable
 */
export function saveCheckpoint(
  runFolder: string,
  specs: readonly ParameterSpec[],
  checkpoint: Checkpoint,
  { best = false, keepEvery = 0 } = {},
): void {
  const { step } = checkpoint.state;
  const paths = runPaths(runFolder);
  const files = checkpointFiles(runFolder, step);
  writeSafetensors(files.weights, namedTensors(specs, checkpoint.weights), { step: String(step) });
  if (checkpoint.average) {
    writeSafetensors(files.average, namedTensors(specs, checkpoint.average), { step: String(step) });
  }
  writeSafetensors(
    files.optimizer,
    new Map([
      ...namedTensors(specs, checkpoint.firstMoment, 'firstMoment.'),
      ...namedTensors(specs, checkpoint.secondMoment, 'secondMoment.'),
    ]),
  );
  writeFileWhole(files.state, `${JSON.stringify(checkpoint.state, null, 2)}\n`);
  writeFileWhole(paths.last, `${step}\n`);
  if (best) writeFileWhole(paths.best, `${step}\n`);
  prune(runFolder, keepEvery);
}

/** @throws StudioError run-missing, run-damaged, checkpoint-missing, weights-mismatch */
export function loadCheckpoint(runFolder: string, which: WhichCheckpoint = 'last'): Checkpoint {
  const record = readRunRecord(runFolder);
  const specs = parametersOf(record);
  return readCheckpoint(runFolder, which, (step) => {
    const files = checkpointFiles(runFolder, step);
    const flat = (file: string, prefix = '') =>
      flatten(readTensors(runFolder, file, readBytes(runFolder, file)), specs, prefix);
    return {
      state: readState(runFolder, files.state),
      weights: flat(files.weights),
      firstMoment: flat(files.optimizer, 'firstMoment.'),
      secondMoment: flat(files.optimizer, 'secondMoment.'),
      average: record.settings.averageDecay > 0 ? flat(files.average) : null,
    };
  });
}

export interface LoadedWeights {
  record: RunRecord;
  step: number;
  weights: Weights;
  /** In hex, of the file they were read from: average.safetensors where the run averages its weights. */
  sha256: string;
}

/** The weights of a run for drawing and looking. Loads no TensorFlow. @throws as `loadCheckpoint` */
export function loadWeights(runFolder: string, which: WhichCheckpoint = 'last'): LoadedWeights {
  const record = readRunRecord(runFolder);
  const specs = parametersOf(record);
  return readCheckpoint(runFolder, which, (step) => {
    const files = checkpointFiles(runFolder, step);
    const file = record.settings.averageDecay > 0 ? files.average : files.weights;
    const bytes = readBytes(runFolder, file);
    const sha256 = crypto.createHash('sha256').update(bytes).digest('hex');
    const weights = nameWeights(specs, flatten(readTensors(runFolder, file, bytes), specs));
    return { record, step, weights, sha256 };
  });
}

/** Bytes on disk of one checkpoint of a network, an average among them. */
export function checkpointBytes(parameterCount: number): number {
  return 4 * 4 * parameterCount + 64 * 1024;
}

function checkpointFiles(runFolder: string, step: number) {
  const folder = runPaths(runFolder).checkpoint(step);
  return {
    weights: `${folder}/weights.safetensors`,
    average: `${folder}/average.safetensors`,
    optimizer: `${folder}/optimizer.safetensors`,
    state: `${folder}/state.json`,
  };
}

/**
 * What `read` answers for the checkpoint meant. A run in training removes checkpoints at any moment, also one that is
 * being read: then the one that is meant by now is read.
 */
function readCheckpoint<T>(runFolder: string, which: WhichCheckpoint, read: (step: number) => T): T {
  for (;;) {
    const step = findStep(runFolder, which);
    try {
      return read(step);
    } catch (thrown) {
      if (findStep(runFolder, which) === step) throw thrown;
    }
  }
}

function findStep(runFolder: string, which: WhichCheckpoint): number {
  if (typeof which === 'object') {
    return hasWeights(runFolder, which.preferred) ? which.preferred : findStep(runFolder, 'last');
  }
  const step =
    typeof which === 'string'
      ? readPointer(runFolder, runPaths(runFolder)[which])
      : hasWeights(runFolder, which)
        ? which
        : undefined;
  if (step === undefined) throw new StudioError('checkpoint-missing', { folder: runFolder });
  return step;
}

function hasWeights(runFolder: string, step: number): boolean {
  return fs.existsSync(checkpointFiles(runFolder, step).weights);
}

function readPointer(runFolder: string, file: string): number | undefined {
  if (!fs.existsSync(file)) return undefined;
  const text = fs.readFileSync(file, 'utf8').trim();
  if (!/^\d+$/.test(text)) throw damaged(runFolder, file, 'it does not name a step');
  return Number(text);
}

function prune(runFolder: string, keepEvery: number): void {
  const paths = runPaths(runFolder);
  const named = [readPointer(runFolder, paths.last), readPointer(runFolder, paths.best)];
  for (const entry of fs.readdirSync(paths.checkpoints)) {
    if (!/^\d+$/.test(entry)) continue;
    const step = Number(entry);
    const isKept = keepEvery > 0 && step > 0 && step % keepEvery === 0;
    if (!isKept && !named.includes(step)) fs.rmSync(paths.checkpoint(step), { recursive: true, force: true });
  }
}

function namedTensors(
  specs: readonly ParameterSpec[],
  flat: Float32Array,
  prefix = '',
): Map<string, StoredTensor> {
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  const entries = [...nameWeights(specs, flat)].map(([name, values]): [string, StoredTensor] => [
    prefix + name,
    { dtype: 'F32', shape: shapes.get(name) ?? [], data: values.slice() },
  ]);
  return new Map(entries);
}

/** The tensors of these names, one after another. @throws StudioError weights-mismatch */
function flatten(
  tensors: ReadonlyMap<string, StoredTensor>,
  specs: readonly ParameterSpec[],
  prefix = '',
): Float32Array {
  const weights = new Map<string, Float32Array>();
  for (const { name, shape } of specs) {
    const stored = tensors.get(prefix + name);
    const expected = `F32 [${shape.join(', ')}]`;
    const found = stored ? `${stored.dtype} [${stored.shape.join(', ')}]` : 'missing';
    if (stored?.dtype !== 'F32' || found !== expected) {
      throw new StudioError('weights-mismatch', { tensor: prefix + name, expected, found });
    }
    weights.set(name, stored.data);
  }
  const known = new Set(specs.map(({ name }) => prefix + name));
  const extra = [...tensors.keys()].find((name) => name.startsWith(prefix) && !known.has(name));
  if (extra !== undefined) {
    throw new StudioError('weights-mismatch', { tensor: extra, expected: 'absent', found: 'present' });
  }
  return flattenWeights(specs, weights);
}

function readBytes(runFolder: string, file: string): Buffer {
  try {
    return readRegularFile(file);
  } catch (thrown) {
    throw damaged(runFolder, file, reasonOf(thrown));
  }
}

function readTensors(runFolder: string, file: string, bytes: Uint8Array): Map<string, StoredTensor> {
  try {
    return readSafetensors(bytes).tensors;
  } catch (thrown) {
    if (!(thrown instanceof StudioError)) throw thrown;
    const { reason } = thrown.facts as { reason: string };
    throw damaged(runFolder, file, reason);
  }
}

function readState(runFolder: string, file: string): TrainingState {
  let state: Partial<TrainingState> | null;
  try {
    state = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<TrainingState> | null;
  } catch (thrown) {
    throw damaged(runFolder, file, reasonOf(thrown));
  }
  if (!Number.isSafeInteger(state?.step) || typeof state?.milliseconds !== 'number') {
    throw damaged(runFolder, file, 'it does not tell where training stood');
  }
  return state as TrainingState;
}

function damaged(folder: string, file: string, reason: string): StudioError {
  return new StudioError('run-damaged', { folder, file, reason });
}
