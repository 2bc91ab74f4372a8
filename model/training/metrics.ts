/** metrics.jsonl: one line for each step and each evaluation, as the events say it. */
import fs from 'node:fs';
import { reasonOf, StudioError } from '../errors';
import type { Evaluated, StepDone } from '../events';
import { unwritable } from '../make-folder';
import { runPaths, writeFileWhole } from '../run-folder';

export type Metric = StepDone | Evaluated;

/** @throws StudioError folder-gone, file-unwritable */
export function appendMetric(runFolder: string, metric: Metric): void {
  const file = runPaths(runFolder).metrics;
  try {
    fs.appendFileSync(file, `${JSON.stringify(metric)}\n`);
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

/**
 * All lines, oldest first; a last line that was being written when the run was interrupted is left out.
 * @throws StudioError run-damaged
 */
export function readMetrics(runFolder: string): Metric[] {
  return readLines(runFolder).map(({ metric }) => metric);
}

/**
 * Makes the file end at `step`, so that what is appended after a resume continues one series. Lines that are no metrics
 * stay as they are.
 * @throws StudioError run-damaged, folder-gone, file-unwritable
 */
export function cutMetricsAfter(runFolder: string, step: number): void {
  const isLater = (metric: Metric) => types.has(metric.type) && metric.step > step;
  const kept = readLines(runFolder).filter(({ metric }) => !isLater(metric));
  writeFileWhole(runPaths(runFolder).metrics, kept.map(({ line }) => `${line}\n`).join(''));
}

const types = new Set<string>(['step-done', 'evaluated'] satisfies Metric['type'][]);

function readLines(runFolder: string): { line: string; metric: Metric }[] {
  const file = runPaths(runFolder).metrics;
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
  try {
    return lines.map((line) => ({ line, metric: JSON.parse(line) as Metric }));
  } catch (thrown) {
    throw new StudioError('run-damaged', { folder: runFolder, file, reason: reasonOf(thrown) });
  }
}
