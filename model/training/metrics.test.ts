import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Evaluated } from '../events';
import { runPaths } from '../run-folder';
import { appendMetric, cutMetricsAfter, readMetrics } from './metrics';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'metrics-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const at = (step: number): Evaluated => ({
  type: 'evaluated',
  step,
  milliseconds: step * 10,
  validation: { nats: 1 / step, bits: 1 / step / Math.LN2 },
  best: true,
});

test('lines are appended and read back, to the last digit', () => {
  [1, 2, 3].forEach((step) => appendMetric(folder, at(step)));
  expect(readMetrics(folder)).toEqual([at(1), at(2), at(3)]);
});

test('a line that was cut off while written is left out', () => {
  appendMetric(folder, at(1));
  fs.appendFileSync(runPaths(folder).metrics, '{"type":"evalu');
  expect(readMetrics(folder)).toEqual([at(1)]);
  cutMetricsAfter(folder, 1);
  appendMetric(folder, at(2));
  expect(readMetrics(folder)).toEqual([at(1), at(2)]);
});

test('lines after a step are cut', () => {
  [1, 2, 3].forEach((step) => appendMetric(folder, at(step)));
  cutMetricsAfter(folder, 2);
  expect(readMetrics(folder)).toEqual([at(1), at(2)]);
});

test('lines that are no metrics stay to the byte', () => {
  const own = '{ "step": 9, "note": "the cat walked over the keyboard" }\n';
  appendMetric(folder, at(1));
  fs.appendFileSync(runPaths(folder).metrics, own);
  appendMetric(folder, at(2));
  cutMetricsAfter(folder, 1);
  expect(fs.readFileSync(runPaths(folder).metrics, 'utf8')).toBe(`${JSON.stringify(at(1))}\n${own}`);
});

test('a damaged file is named', () => {
  fs.writeFileSync(runPaths(folder).metrics, 'not json\n');
  expect(() => readMetrics(folder)).toThrow(expect.objectContaining({ code: 'run-damaged' }));
});
