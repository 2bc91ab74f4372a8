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
import { writeFileWhole } from '../files/write-file';
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

/**
 * All metrics, oldest first. Damaged lines are left out, and so is an incomplete last one.
 * @throws StudioError run-damaged where the file cannot be read at all
 */
export function* readMetrics(runFolder: string): Generator<LoggedMetric> {
  for (const lines of linesOf(runFolder)) {
    for (const line of lines) {
      const metric = metricIn(line);
      if (metric) yield metric;
    }
  }
}

/** The evaluations alone; the event loop gets a turn after each piece. @throws StudioError as `readMetrics` */
export async function readEvaluations(runFolder: string): Promise<LoggedEvaluation[]> {
  const found: LoggedEvaluation[] = [];
  for (const lines of linesOf(runFolder)) {
    for (const line of lines) {
      // Most lines are steps, which are not parsed here.
      const metric = line.includes('"evaluated"') ? metricIn(line) : undefined;
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
  for (const line of splitLines(tail).lines.reverse()) {
    const metric = metricIn(line);
    if (metric?.type === 'step-done') return metric;
  }
  return undefined;
}

/**
 * Removes the metrics after a checkpoint, so that the lines appended after a resume continue the series. Lines that are
 * not metrics stay unchanged, apart from those that are far too long.
 * @returns the number of lines that are not metrics
 * @throws StudioError run-damaged, folder-gone, file-unwritable
 */
export function cutMetricsAfter(
  runFolder: string,
  { step, isObserved }: Pick<CheckpointState, 'step' | 'isObserved'>,
): number {
  let others = 0;
  // A run that was stopped before its evaluation, resumed, and killed before its next checkpoint evaluates again.
  const lastOf = { 'step-done': step, evaluated: isObserved ? step : step - 1 };
  function* kept(): Generator<Uint8Array> {
    for (const lines of linesOf(runFolder)) {
      yield Buffer.concat(
        lines.filter((line) => {
          const metric = metricIn(line);
          if (!metric) others++;
          return !metric || metric.step <= lastOf[metric.type];
        }),
      );
    }
  }
  writeFileWhole(runPaths(runFolder).metrics, kept());
  return others;
}

function metricIn(line: Buffer): LoggedMetric | undefined {
  try {
    const parsed = v.safeParse(anyLine, JSON.parse(line.toString('utf8')), { abortEarly: true });
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

const nothing = Buffer.alloc(0);

/**
 * All complete lines with their line ends, those of one piece of the file at a time; none without a file. An empty one
 * takes the place of a line that is far too long, so that a file without line ends does not fill memory.
 */
function* linesOf(runFolder: string): Generator<Buffer[]> {
  const file = runPaths(runFolder).metrics;
  let rest: Buffer = nothing;
  let isTooLong = false;
  try {
    for (const piece of readRegularPieces(file)) {
      const split = splitLines(Buffer.concat([rest, piece]));
      const lines = split.lines.map((line) => (line.length > mostLineBytes ? nothing : line));
      if (isTooLong && lines.length) lines[0] = nothing;
      yield lines;
      isTooLong = split.rest.length > mostLineBytes || (isTooLong && !lines.length);
      rest = isTooLong ? nothing : split.rest;
    }
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return;
    throw new StudioError('run-damaged', { folder: runFolder, file, reason: reasonOf(thrown) });
  }
}

function splitLines(bytes: Buffer): { lines: Buffer[]; rest: Buffer } {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    lines.push(bytes.subarray(start, end + 1));
    start = end + 1;
  }
  return { lines, rest: bytes.subarray(start) };
}
