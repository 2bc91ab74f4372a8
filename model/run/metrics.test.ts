import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Evaluated } from '../events';
import { runPaths } from './run-folder';
import { appendMetric, cutMetricsAfter, readEvaluations, readLatestStep, readMetrics } from './metrics';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'metrics-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** What is read back of `at(step)`. */
const logged = (step: number) => {
  const { best, ...read } = at(step);
  expect(best).toBe(true);
  return read;
};

const at = (step: number): Evaluated => ({
  type: 'evaluated',
  step,
  milliseconds: step * 10,
  validation: { nats: 1 / step, bits: 1 / step / Math.LN2 },
  best: true,
});

test('lines are appended and read back, to the last digit', () => {
  [1, 2, 3].forEach((step) => appendMetric(folder, at(step)));
  expect([...readMetrics(folder)]).toEqual([logged(1), logged(2), logged(3)]);
});

test('a line whose writing was interrupted is left out', () => {
  appendMetric(folder, at(1));
  fs.appendFileSync(runPaths(folder).metrics, '{"type":"evalu');
  expect([...readMetrics(folder)]).toEqual([logged(1)]);
  cutMetricsAfter(folder, { step: 1, isObserved: true });
  appendMetric(folder, at(2));
  expect([...readMetrics(folder)]).toEqual([logged(1), logged(2)]);
});

test('lines after a step are removed', () => {
  [1, 2, 3].forEach((step) => appendMetric(folder, at(step)));
  cutMetricsAfter(folder, { step: 2, isObserved: true });
  expect([...readMetrics(folder)]).toEqual([logged(1), logged(2)]);
});

test('a line with a wrong step does not take the lines behind it along', () => {
  [1, 900, 3, 4, 5].forEach((step) => appendMetric(folder, at(step)));
  cutMetricsAfter(folder, { step: 4, isObserved: true });
  expect([...readMetrics(folder)].map(({ step }) => step)).toEqual([1, 900, 3, 4]);
});

test('an evaluation that its checkpoint does not know is removed, since it is made again', () => {
  [1, 2].forEach((step) => appendMetric(folder, at(step)));
  cutMetricsAfter(folder, { step: 2, isObserved: false });
  expect([...readMetrics(folder)]).toEqual([logged(1)]);
});

test('lines that are not metrics stay unchanged', () => {
  const own = '{ "step": 9, "note": "the cat walked over the keyboard" }\n';
  appendMetric(folder, at(1));
  fs.appendFileSync(runPaths(folder).metrics, own);
  appendMetric(folder, at(2));
  cutMetricsAfter(folder, { step: 1, isObserved: true });
  expect(fs.readFileSync(runPaths(folder).metrics, 'utf8')).toBe(`${JSON.stringify(at(1))}\n${own}`);
});

test.each([
  'not json',
  'null',
  '{"type":"evaluated","step":2}',
  '{"type":"evaluated","step":2,"milliseconds":1,"validation":{"nats":null,"bits":null}}',
  '\0\0\0',
])('a damaged line, %j, is skipped and counted, and the others are read', (line) => {
  appendMetric(folder, at(1));
  fs.appendFileSync(runPaths(folder).metrics, `${line}\n`);
  [3, 4, 5].forEach((step) => appendMetric(folder, at(step)));
  expect([...readMetrics(folder)]).toEqual([1, 3, 4, 5].map(logged));
  expect(cutMetricsAfter(folder, { step: 4, isObserved: true })).toBe(1);
  expect(fs.readFileSync(runPaths(folder).metrics, 'utf8')).toBe(
    [at(1), line, at(3), at(4)]
      .map((kept) => `${typeof kept === 'string' ? kept : JSON.stringify(kept)}\n`)
      .join(''),
  );
});

test('lines that span two pieces of a long file are read whole', async () => {
  const steps = Array.from({ length: 20_000 }, (_, i) => i + 1);
  fs.writeFileSync(runPaths(folder).metrics, steps.map((step) => `${JSON.stringify(at(step))}\n`).join(''));
  expect(fs.statSync(runPaths(folder).metrics).size).toBeGreaterThan(2 ** 21);
  expect([...readMetrics(folder)]).toEqual(steps.map(logged));
  expect(await readEvaluations(folder)).toEqual(steps.map(logged));
  expect(cutMetricsAfter(folder, { step: 15_000, isObserved: true })).toBe(0);
  expect([...readMetrics(folder)].at(-1)).toEqual(logged(15_000));
});

test('a metrics file that is not a regular file is named', () => {
  fs.mkdirSync(runPaths(folder).metrics);
  expect(() => [...readMetrics(folder)]).toThrow(expect.objectContaining({ code: 'run-damaged' }));
  expect(readLatestStep(folder)).toBeUndefined();
});

test('lines far too long to be metrics are left out, even of a file without line ends', () => {
  const { metrics } = runPaths(folder);
  appendMetric(folder, at(1));
  const long = 'x'.repeat(3 * 2 ** 20);
  fs.appendFileSync(metrics, `${long}\n`);
  appendMetric(folder, at(2));
  fs.appendFileSync(metrics, `${JSON.stringify({ ...at(3), note: long })}\n`);
  fs.appendFileSync(metrics, long);
  expect([...readMetrics(folder)]).toEqual([logged(1), logged(2)]);
  expect(cutMetricsAfter(folder, { step: 2, isObserved: true })).toBe(2);
  appendMetric(folder, at(4));
  expect([...readMetrics(folder)]).toEqual([logged(1), logged(2), logged(4)]);
});

test('a line with an infinite number is skipped', () => {
  appendMetric(folder, at(1));
  const line = JSON.stringify(at(2)).replace('"milliseconds":20', `"milliseconds":${'9'.repeat(400)}`);
  fs.appendFileSync(runPaths(folder).metrics, `${line}\n`);
  expect([...readMetrics(folder)]).toEqual([logged(1)]);
});
