import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cacheFolder } from '../files/cache-folder';
import { uniform } from '../random';
import { isWhole, report } from '../testing/fault-plan';
import { offsetOfStep } from './loss-index';
import { readLossSeries, readLossStretch } from './loss-series';
import { cutMetricsAfter, readMetrics } from './metrics';
import { runPaths } from './run-folder';

/** An hour of small steps, or the ten million of a week in the whole suite. */
const steps = isWhole ? 10_000_000 : 200_000;

let folder: string;
let run: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'loss-series-'));
  run = path.join(folder, 'long');
  fs.mkdirSync(run);
  writeMetrics(run, 0, steps);
});
beforeEach(() => fs.rmSync(cacheFolder('losses'), { recursive: true, force: true }));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const bitsAt = (step: number) => Math.round((1 + uniform(1, step, 0, 0, 0) + 1000 / (step + 1)) * 1e6) / 1e6;

function lineOf(step: number): string {
  const loss = `{"nats":1,"bits":${bitsAt(step)}}`;
  const done = `{"type":"step-done","step":${step},"epoch":${step / 7},"milliseconds":${step},"training":${loss},"learningRate":0.0005,"imagesPerSecond":1234.5678,"millisecondsLeft":123456.789}\n`;
  const seen = `{"type":"evaluated","step":${step},"milliseconds":${step},"validation":${loss},"best":false}\n`;
  return step % 1000 ? done : done + seen;
}

function writeMetrics(runFolder: string, from: number, to: number): void {
  for (let first = from; first < to; first += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, to - first) }, (_, i) => lineOf(first + i + 1));
    fs.appendFileSync(runPaths(runFolder).metrics, lines.join(''));
  }
}

test('a long run is thinned to its extremes and means, the same with the index as without', () => {
  const startedAt = performance.now();
  const first = readLossSeries(run);
  const readIn = performance.now() - startedAt;
  const again = performance.now();
  expect(readLossSeries(run)).toEqual(first);
  const indexedIn = performance.now() - again;
  console.log(
    `${steps} steps: read in ${Math.round(readIn)} ms, with its index in ${Math.round(indexedIn)} ms`,
  );
  const { training, means, validation, validationSteps } = first;
  expect(training.length).toBeLessThanOrEqual(4 * 50_000);
  expect(first.steps[0]).toBe(1);
  expect(first.steps.at(-1)).toBe(steps);
  expect(first.steps.every((step, i) => i === 0 || step > (first.steps[i - 1] as number))).toBe(true);
  expect(first.steps.every((step, i) => training[i] === bitsAt(step))).toBe(true);
  expect(validationSteps.length).toBe(steps / 1000);
  expect(validation[2]).toBe(bitsAt(3000));
  const sum = (to: number) => Array.from({ length: to }, (_, i) => bitsAt(i + 1)).reduce((a, b) => a + b);
  const block = means?.steps[0] as number;
  expect(means?.training[0]).toBeCloseTo(sum(block) / block, 9);
  report(`The losses of ${steps.toLocaleString('en-GB')} steps opened`, 1, [], startedAt);
});

test('a stretch has every step, and a long one the extremes', () => {
  const stretch = readLossStretch(run, 150_001, 150_500);
  expect(Array.from(stretch.steps)).toEqual(Array.from({ length: 500 }, (_, i) => 150_001 + i));
  expect(stretch.training[7]).toBe(bitsAt(150_008));
  const long = readLossStretch(run, 50_000, 150_000);
  expect(long.steps.length).toBeLessThan(10_000);
  expect(long.steps.every((step, i) => long.training[i] === bitsAt(step))).toBe(true);
});

test('what was appended since is read, and what was cut is forgotten', () => {
  const grown = path.join(folder, 'grown');
  fs.mkdirSync(grown);
  writeMetrics(grown, 0, 190_000);
  expect(readLossSeries(grown).steps.at(-1)).toBe(190_000);
  writeMetrics(grown, 190_000, 191_000);
  expect(readLossSeries(grown).steps.at(-1)).toBe(191_000);
  const at = { step: 150_000, isObserved: true };
  expect(offsetOfStep(grown, at.step)).toBeGreaterThan(2 ** 24);
  expect(cutMetricsAfter(grown, at, offsetOfStep(grown, at.step))).toBe(0);
  expect([...readMetrics(grown)].at(-1)).toMatchObject({ type: 'evaluated', step: 150_000 });
  writeMetrics(grown, 150_000, 150_100);
  const series = readLossSeries(grown);
  expect(series.steps.at(-1)).toBe(150_100);
  expect([...readMetrics(grown)].length).toBe(150_100 + 150);
});

test('a damaged index is made again', () => {
  const series = readLossSeries(run);
  for (const name of fs.readdirSync(cacheFolder('losses'))) {
    const file = path.join(cacheFolder('losses'), name);
    const bytes = fs.readFileSync(file);
    bytes[100] = (bytes[100] as number) ^ 1;
    fs.writeFileSync(file, bytes);
  }
  expect(readLossSeries(run)).toEqual(series);
});
