/**
 * An index of metrics.jsonl, which has gigabytes in a long run: what each block of steps comes to, where its lines begin,
 * and all evaluations. It is kept in the user's cache folder, and only what was appended since is read again.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, pruneCache, touchCacheFile } from '../files/cache-folder';
import { makeFolder } from '../files/make-folder';
import { readRegularFile, readRegularRange } from '../files/regular-file';
import { writeFileWhole } from '../files/write-file';
import { StudioError } from '../errors';
import { mostExactBytes, readMetricLines } from './metrics';
import { runPaths } from './run-folder';

/** The steps whose losses one block sums up. */
export const blockSteps = 256;

/** What the training losses of consecutive steps come to, in bits per dimension. */
export interface LossBlock {
  /** The offset of its first line, in bytes. */
  at: number;
  count: number;
  /** The first, lowest, highest and last loss, each with its step. */
  first: LossAt;
  low: LossAt;
  high: LossAt;
  last: LossAt;
  sum: number;
}

export interface LossAt {
  step: number;
  bits: number;
}

export interface LossIndex {
  blocks: LossBlock[];
  /** Oldest first, each with the offset of its line. */
  evaluations: (LossAt & { at: number })[];
}

/** In the order of a row in the file. */
const numbersOfBlock = 11;
const numbersOfEvaluation = 3;

/** Changes with the meaning of the file. */
const format = 1;
/** An index of ten million steps has 4 MB. */
const mostBytes = 2 ** 28;
/** Metrics read since the last index are worth another from this many bytes on. */
const worthSaving = 2 ** 24;
/** Bytes before an offset that tell whether the metrics are still those of the index. */
const proofBytes = 4096;

/** @throws StudioError run-damaged where the metrics cannot be read */
export function readLossIndex(runFolder: string): LossIndex {
  const { index, end } = load(runFolder);
  const { blocks, evaluations } = index;
  let open = blocks.at(-1)?.count === blockSteps ? undefined : blocks.at(-1);
  let last = end;
  for (const { at, metric } of readMetricLines(runFolder, end)) {
    last = at;
    if (metric?.type === 'evaluated') {
      evaluations.push({ at, step: metric.step, bits: metric.validation.bits });
    } else if (metric) {
      const loss = { step: metric.step, bits: metric.training.bits };
      if (!open) blocks.push((open = newBlock(at, loss)));
      else add(open, loss);
      if (open.count === blockSteps) open = undefined;
    }
  }
  if (last - end > worthSaving) save(runFolder, index);
  return index;
}

/** The offset of a line at or before the first one of `step`, where it saves reading. @throws StudioError as `readLossIndex` */
export function offsetOfStep(runFolder: string, step: number): number {
  return metricsBytes(runFolder) > mostExactBytes ? offsetBefore(readLossIndex(runFolder), step) : 0;
}

/** The offset of a line at or before the first one of `step`. */
export function offsetBefore({ blocks }: LossIndex, step: number): number {
  const after = blocks.findIndex(({ first }) => first.step > step);
  return blocks[(after < 0 ? blocks.length : after) - 1]?.at ?? 0;
}

function newBlock(at: number, loss: LossAt): LossBlock {
  return { at, count: 1, first: loss, low: loss, high: loss, last: loss, sum: loss.bits };
}

function add(block: LossBlock, loss: LossAt): void {
  block.count++;
  block.sum += loss.bits;
  block.last = loss;
  if (loss.bits < block.low.bits) block.low = loss;
  if (loss.bits > block.high.bits) block.high = loss;
}

function indexFile(runFolder: string): string {
  const name = crypto.createHash('sha256').update(path.resolve(runFolder)).digest('hex').slice(0, 32);
  return path.join(cacheFolder('losses'), name);
}

/**
 * The SHA-256 of the numbers and that of the metrics' bytes before the end of the last block; then the numbers, Float64:
 * the format, that end, the number of blocks, their rows, the rows of the evaluations. Only whole blocks are kept.
 */
function save(runFolder: string, { blocks, evaluations }: LossIndex): void {
  const whole = blocks.filter(({ count }) => count === blockSteps);
  const end = blocks[whole.length]?.at;
  if (end === undefined) return;
  const rows = [
    ...whole.map(({ at, count, first, low, high, last, sum }) => [
      ...[at, count, sum],
      ...[first, low, high, last].flatMap(({ step, bits }) => [step, bits]),
    ]),
    ...evaluations.filter(({ at }) => at < end).map(({ at, step, bits }) => [at, step, bits]),
  ];
  const numbers = Buffer.from(Float64Array.from([format, end, whole.length, ...rows.flat()]).buffer);
  try {
    const proof = Buffer.concat([hashOf(numbers), hashBefore(runFolder, end)]);
    makeFolder(cacheFolder('losses'));
    writeFileWhole(indexFile(runFolder), Buffer.concat([proof, numbers]));
    pruneCache(cacheFolder('losses'), mostBytes);
  } catch (thrown) {
    if (!(thrown instanceof StudioError)) throw thrown;
  }
}

/** The index as it was saved, and the offset of the first line it does not know. */
function load(runFolder: string): { index: LossIndex; end: number } {
  const index: LossIndex = { blocks: [], evaluations: [] };
  const file = indexFile(runFolder);
  try {
    const bytes = readRegularFile(file, mostBytes);
    const body = bytes.subarray(64);
    if (!hashOf(body).equals(bytes.subarray(0, 32))) return { index, end: 0 };
    const numbers = new Float64Array(Uint8Array.from(body).buffer);
    const [found, end, blocks] = numbers as unknown as [number, number, number];
    if (found !== format || !hashBefore(runFolder, end).equals(bytes.subarray(32, 64))) {
      return { index, end: 0 };
    }
    const begin = 3 + blocks * numbersOfBlock;
    for (let row = 3; row < begin; row += numbersOfBlock) index.blocks.push(blockIn(numbers, row));
    for (let row = begin; row < numbers.length; row += numbersOfEvaluation) {
      const [at, step, bits] = numbers.subarray(row) as unknown as [number, number, number];
      index.evaluations.push({ at, step, bits });
    }
    touchCacheFile(file);
    return { index, end };
  } catch {
    return { index: { blocks: [], evaluations: [] }, end: 0 };
  }
}

function blockIn(numbers: Float64Array, row: number): LossBlock {
  const value = (at: number) => numbers[row + at] as number;
  const lossAt = (at: number): LossAt => ({ step: value(at), bits: value(at + 1) });
  const [at, count, sum] = [value(0), value(1), value(2)];
  return { at, count, sum, first: lossAt(3), low: lossAt(5), high: lossAt(7), last: lossAt(9) };
}

function hashBefore(runFolder: string, end: number): Buffer {
  const from = Math.max(0, end - proofBytes);
  return hashOf(readRegularRange(runPaths(runFolder).metrics, from, end));
}

function hashOf(bytes: Uint8Array): Buffer {
  return crypto.createHash('sha256').update(bytes).digest();
}

/** The size of a run's metrics in bytes; 0 where there are none. */
export function metricsBytes(runFolder: string): number {
  return fs.statSync(runPaths(runFolder).metrics, { throwIfNoEntry: false })?.size ?? 0;
}
