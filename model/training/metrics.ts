/** metrics.jsonl: one line for each step and each evaluation, as the events say it. */
import fs from 'node:fs';
import { reasonOf, StudioError } from '../errors';
import type { Evaluated, StepDone } from '../events';
import { runPaths, writeFileWhole } from '../run-folder';

export type Metric = StepDone | Evaluated;

/** @throws StudioError file-unwritable */
export function appendMetric(runFolder: string, metric: Metric): void {
  const file = runPaths(runFolder).metrics;
  try {
    fs.appendFileSync(file, `${JSON.stringify(metric)}\n`);
  } catch (thrown) {
    throw new StudioError('file-unwritable', { file, reason: reasonOf(thrown) });
  }
}

/**
 * All lines, oldest first; a last line that was being written when the run was interrupted is left out.
 * @throws StudioError run-damaged
 */
export function readMetrics(runFolder: string): Metric[] {
  const file = runPaths(runFolder).metrics;
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
  try {
    return lines.map((line) => JSON.parse(line) as Metric);
  } catch (thrown) {
    throw new StudioError('run-damaged', { folder: runFolder, file, reason: reasonOf(thrown) });
  }
}

/** Makes the file end at `step`, so that what is appended after a resume continues one series. */
export function cutMetricsAfter(runFolder: string, step: number): void {
  const kept = readMetrics(runFolder).filter((metric) => metric.step <= step);
  writeFileWhole(runPaths(runFolder).metrics, kept.map((metric) => `${JSON.stringify(metric)}\n`).join(''));
}
