/**
 * metrics.jsonl holds one line for each step and each evaluation, with the fields of the events. Long runs have
 * millions of lines, so the file is read piece by piece. The main process of the oldest Electron loads this file: no
 * TensorFlow, and only calls of plain old Node.
 */
import fs from 'fs';
import * as v from 'valibot';
import { reasonOf, StudioError } from '../errors';
import type { Evaluated, StepDone } from '../events';
import { codeOf, unwritable } from '../files/make-folder';
import { count, finite } from '../files/record-parts';
import { readRegularEnd, readRegularPieces } from '../files/regular-file';
import { mostLineBytes } from '../limits';
import { runPaths } from './run-folder';
import type { CheckpointState } from './training-state';

/** The fields that are read back from each line. */
const loss = v.object({ nats: finite, bits: finite });
const common = { step: count, milliseconds: finite };
const stepLine = v.object({ type: v.literal('step-done'), ...common, training: loss });
const evaluationLine = v.object({ type: v.literal('evaluated'), ...common, validation: loss });
const anyLine = v.variant('type', [stepLine, evaluationLine]);
export type LoggedMetric = v.InferOutput<typeof anyLine>;
export type LoggedStep = v.InferOutput<typeof stepLine>;
export type LoggedEvaluation = v.InferOutput<typeof evaluationLine>;

export type Metric = StepDone | Evaluated;

/** Metrics up to this many bytes, of about 120,000 steps, are read in full; longer ones through the index of loss-index.ts. */
export const mostExactBytes = 2 ** 25;

const newline = 10;

/** Appends a line. @throws StudioError folder-gone, file-unwritable */
export function appendMetric(runFolder: string, metric: Metric): void {
  const file = runPaths(runFolder).metrics;
  try {
    fs.appendFileSync(file, `${JSON.stringify(metric)}\n`);
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

/** A line of the file that holds a metric, or undefined for one that does not, and its offset in bytes. */
export interface MetricLine {
  at: number;
  metric: LoggedMetric | undefined;
}

/**
 * All metrics, oldest first. Damaged lines are left out, and so is an incomplete last one.
 * @throws StudioError run-damaged where the file cannot be read at all
 */
export function* readMetrics(runFolder: string): Generator<LoggedMetric> {
  for (const { metric } of readMetricLines(runFolder)) if (metric) yield metric;
}

/**
 * All complete lines, oldest first.
 * @param from the offset of a line's beginning
 * @throws StudioError as `readMetrics`
 */
export function* readMetricLines(runFolder: string, from = 0): Generator<MetricLine> {
  for (const lines of linesOf(runFolder, from)) {
    for (const { at, bytes } of lines) yield { at, metric: metricIn(bytes) };
  }
}

/** The evaluations alone; the event loop gets a turn after each piece. @throws StudioError as `readMetrics` */
export async function readEvaluations(runFolder: string): Promise<LoggedEvaluation[]> {
  const found: LoggedEvaluation[] = [];
  for (const lines of linesOf(runFolder)) {
    for (const { bytes } of lines) {
      // Most lines are steps, which are not parsed here.
      const metric = bytes.includes('"evaluated"') ? metricIn(bytes) : undefined;
      if (metric?.type === 'evaluated') found.push(metric);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

/** The latest step, from the end of the file; undefined where there is none. */
export function readLatestStep(runFolder: string): LoggedStep | undefined {
  const tailBytes = 4096;
  let tail: Buffer;
  try {
    tail = readRegularEnd(runPaths(runFolder).metrics, tailBytes);
  } catch {
    return undefined;
  }
  for (const line of splitLines(tail, 0).lines.reverse()) {
    const metric = metricIn(line.bytes);
    if (metric?.type === 'step-done') return metric;
  }
  return undefined;
}

/**
 * Removes the metrics after a checkpoint, so that the lines appended after a resume continue the series. The file is cut
 * behind the last line up to it, since the lines of a long run are too many to be written again.
 * @param from the offset of a line at or before that one
 * @returns the number of lines from there on that are kept and are not metrics
 * @throws StudioError run-damaged, folder-gone, file-unwritable
 */
export function cutMetricsAfter(
  runFolder: string,
  { step, isObserved }: Pick<CheckpointState, 'step' | 'isObserved'>,
  from = 0,
): number {
  // A run that was stopped before its evaluation, resumed, and killed before its next checkpoint evaluates again.
  const lastOf = { 'step-done': step, evaluated: isObserved ? step : step - 1 };
  let others = 0;
  let end = from;
  // A damaged step number looks like a later step; the lines behind it are kept.
  let isBeyond = false;
  for (const lines of linesOf(runFolder, from)) {
    for (const { at, bytes } of lines) {
      const metric = metricIn(bytes);
      if (metric) isBeyond = metric.step > lastOf[metric.type];
      if (isBeyond) continue;
      if (!metric) others++;
      end = at + bytes.length;
    }
  }
  // What follows the last line is part of one that was interrupted.
  truncate(runFolder, end);
  return others;
}

/** @throws StudioError folder-gone, file-unwritable */
function truncate(runFolder: string, bytes: number): void {
  const file = runPaths(runFolder).metrics;
  try {
    // A new run has no such file yet.
    const handle = fs.openSync(file, 'a');
    try {
      if (fs.fstatSync(handle).size > bytes) fs.ftruncateSync(handle, bytes);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

/** The beginning of a line as the program writes it. Parsing all of a long run's lines as JSON takes minutes. */
const written =
  /^\{"type":"(step-done|evaluated)","step":(\d{1,15}),[^{]*?"milliseconds":(\d+(?:\.\d+)?),"(?:training|validation)":\{"nats":(-?\d+(?:\.\d+)?),"bits":(-?\d+(?:\.\d+)?)\}.*\}\n$/;

function metricIn(line: Buffer): LoggedMetric | undefined {
  const text = line.toString('utf8');
  const [, type, ...numbers] = written.exec(text) ?? [];
  // A number of very many digits is infinite.
  if (type !== undefined && numbers.every((digits) => isFinite(Number(digits)))) {
    const [step, milliseconds, nats, bits] = numbers.map(Number) as [number, number, number, number];
    const ofLoss = { nats, bits };
    return type === 'evaluated'
      ? { type, step, milliseconds, validation: ofLoss }
      : { type: 'step-done', step, milliseconds, training: ofLoss };
  }
  try {
    const parsed = v.safeParse(anyLine, JSON.parse(text), { abortEarly: true });
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

interface Line {
  /** Offset in the file, in bytes. */
  at: number;
  bytes: Buffer;
}

/**
 * All complete lines with their line ends, those of one piece of the file at a time; none without a file. Of a line that
 * is far too long only the end is given, so that a file without line ends does not fill memory.
 */
function* linesOf(runFolder: string, from = 0): Generator<Line[]> {
  const file = runPaths(runFolder).metrics;
  let rest: Line = { at: from, bytes: Buffer.alloc(0) };
  try {
    for (const piece of readRegularPieces(file, from)) {
      const split = splitLines(Buffer.concat([rest.bytes, piece]), rest.at);
      yield split.lines;
      rest = split.rest;
      const excess = rest.bytes.length - mostLineBytes;
      if (excess > 0) rest = { at: rest.at + excess, bytes: rest.bytes.subarray(excess) };
    }
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return;
    throw new StudioError('run-damaged', { folder: runFolder, file, reason: reasonOf(thrown) });
  }
}

function splitLines(bytes: Buffer, at: number): { lines: Line[]; rest: Line } {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    lines.push({ at: at + start, bytes: bytes.subarray(start, end + 1) });
    start = end + 1;
  }
  return { lines, rest: { at: at + start, bytes: bytes.subarray(start) } };
}
