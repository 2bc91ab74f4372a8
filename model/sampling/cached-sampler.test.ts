import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pickLevel } from '../likelihood/distribution';
import { atTemperature } from '../likelihood/shaping';
import { likelihoodOf, pictureForm } from '../nets/model-shape';
import type { Pictures } from '../events';
import { uniform } from '../random';
import type { Settings } from '../settings';
import { walk } from '../testing/incremental-proofs';
import { described, randomRun } from '../testing/random-run';
import { comparePicks, conditionals, furthestApart } from '../testing/sampler-proofs';
import { importRun } from '../run/import-run';
import { loadWeights } from '../run/checkpoint';
import { batchFor, drawShare, shareDrawing } from './cached-sampler';
import { classOfPicture, type Drawing, type TrainedRun } from './drawing';
import { createIncrementalNetwork } from '../nets/incremental-networks';
import { drawPictures } from './sample';
import { endIdleThreads } from './sampling-threads';

afterAll(endIdleThreads);

/**
 * Each kind of network, depth, width and canvas once; half of 1, 3 or 10 filters does not fill the kernel's lanes.
 */
const nets: [Partial<Settings>, { height: number; width: number }][] = [
  [
    { levels: 4, filters: 16, blocks: 2, inputScaling: 'levels' },
    { height: 12, width: 12 },
  ],
  [
    { levels: 2, filters: 2, blocks: 3, firstKernel: 3, kernel: 7 },
    { height: 9, width: 5 },
  ],
  [
    { levels: 256, filters: 20, blocks: 1, firstKernel: 5, kernel: 5 },
    { height: 5, width: 9 },
  ],
  [
    { levels: 5, filters: 6, blocks: 3, firstKernel: 9, kernel: 9 },
    { height: 8, width: 8 },
  ],
  [
    { levels: 3, filters: 32, blocks: 0, firstKernel: 15 },
    { height: 7, width: 11 },
  ],
  [
    { levels: 4, filters: 64, blocks: 1 },
    { height: 1, width: 1 },
  ],
  [
    { colour: 'rgb', levels: 6, filters: 20, blocks: 2, classes: 'folders' },
    { height: 4, width: 6 },
  ],
  [
    { colour: 'palette', levels: 5, filters: 6, blocks: 1, kernel: 5 },
    { height: 6, width: 5 },
  ],
  [
    {
      architecture: 'gated',
      levels: 4,
      filters: 9,
      blocks: 3,
      headFilters: 12,
      firstKernel: 3,
      classes: 'folders',
    },
    { height: 7, width: 6 },
  ],
  [
    { architecture: 'gated', colour: 'rgb', levels: 256, filters: 20, blocks: 2, headFilters: 16 },
    { height: 5, width: 4 },
  ],
  [
    {
      architecture: 'gated',
      colour: 'palette',
      levels: 8,
      filters: 8,
      blocks: 2,
      headFilters: 10,
      kernel: 5,
    },
    { height: 4, width: 8 },
  ],
];

const dice = { firstImage: 3, seed: 11, temperature: 1 };

/** Draws on this thread, `batch` pictures at a time. */
function drawInBatches({ record, weights }: TrainedRun, drawing: Drawing, batch: number): Uint8Array {
  const shared = shareDrawing(record, weights, drawing, batch);
  const share = drawShare(shared);
  while (!share.next().done);
  return new Uint8Array(shared.pixels).slice();
}

/** Draws with the same kernel, but computes all earlier values again for every value, in a new memory. */
function drawWithoutCaches({ record, weights }: TrainedRun, drawing: Drawing): Uint8Array {
  const { count, height, width, seed, firstImage, temperature = 1 } = drawing;
  const { channels } = pictureForm(record);
  const likelihood = likelihoodOf(record);
  const size = height * width * channels;
  const pixels = new Uint8Array(count * size);
  const pictures = { count, height, width, channels, pixels, classes: classesOf(record, drawing) };
  for (let value = 0; value < size; value++) {
    const predicted = walk(createIncrementalNetwork(record, weights, drawing), pictures, value + 1)[value];
    predicted?.forEach((outputs, n) => {
      const channel = value % channels;
      const position = (value - channel) / channels;
      const at = n * size + value;
      const own = likelihood.probabilities(outputs, channel, [...pixels.subarray(at - channel, at)]);
      const die = uniform(seed, firstImage + n, Math.floor(position / width), position % width, channel);
      pixels[at] = pickLevel(atTemperature(own, temperature), die);
    });
  }
  return pixels;
}

function classesOf(record: TrainedRun['record'], drawing: Drawing): number[] | undefined {
  const { classes } = pictureForm(record);
  if (!classes) return undefined;
  return Array.from({ length: drawing.count }, (_, n) =>
    classOfPicture(drawing, drawing.firstImage + n, classes),
  );
}

test.each(nets)('the same bytes with and without caches, in any batch: %o %o', (changes, size) => {
  const run = randomRun(changes);
  const drawing = { ...dice, ...size, count: 8 };
  const expected = drawWithoutCaches(run, drawing);
  expect(new Set(expected).size).toBeGreaterThan(1);
  for (const batch of [1, 3, 8]) expect(drawInBatches(run, drawing, batch)).toEqual(expected);
});

test.each<Partial<Settings>>([
  { architecture: 'plain' },
  { architecture: 'plain', colour: 'rgb', classes: 'folders' },
  { architecture: 'gated', headFilters: 20 },
  { architecture: 'gated', headFilters: 20, colour: 'rgb', classes: 'folders' },
])('the same bytes on one thread, on two and on none, and in any order: %o', async (changes) => {
  const run = randomRun({ filters: 20, blocks: 2, ...changes });
  const request = { ...dice, count: 9, height: 6, width: 7, start: 'blank' } as const;
  const draw = async (changes: object, threads: number) => {
    const { pictures, complete } = await drawPictures(run, { ...request, ...changes }, { threads });
    expect(complete).toBe(true);
    return pictures.pixels;
  };
  const expected = await draw({}, 0);
  expect(await draw({}, 1)).toEqual(expected);
  expect(await draw({}, 2)).toEqual(expected);
  const size = expected.length / request.count;
  for (const n of [8, 0, 5]) {
    const alone = await draw({ firstImage: dice.firstImage + n, count: 1 }, 0);
    expect(alone).toEqual(expected.subarray(n * size, (n + 1) * size));
  }
});

test.each(nets)(
  "TensorFlow's distributions over the finished pictures, and its picks: %o %o",
  async (changes, size) => {
    const run = randomRun(changes);
    const drawing = { ...dice, ...size, count: 8 };
    const { pictures } = await drawPictures(run, { ...drawing, start: 'blank' });
    const classes = classesOf(run.record, drawing);
    const distributions = conditionals(run, pictures, (n) => classes?.[n] ?? 0);
    expect(furthestApart(kernelConditionals(run, pictures, classes), distributions)).toBeLessThan(1e-4);
    expect(comparePicks(distributions, pictures, dice)).toEqual({ ties: expect.any(Number), wrong: 0 });
    expect(comparePicks(distributions, pictures, dice).ties).toBeLessThanOrEqual(2);
  },
);

test('a batch divides the work evenly, unless its caches would take too much memory', () => {
  const batch = (changes: Partial<Settings>, drawing: { count: number; height: number; width: number }) =>
    batchFor(described(changes), { ...dice, ...drawing }, 2);
  const small = { filters: 128, blocks: 5 };
  expect(batch(small, { count: 16, height: 28, width: 28 })).toBe(8);
  expect(batch(small, { count: 64, height: 28, width: 28 })).toBe(16);
  expect(batch(small, { count: 3, height: 28, width: 28 })).toBe(3);
  const gated = { architecture: 'gated', colour: 'rgb', filters: 384, blocks: 20, kernel: 5 } as const;
  expect(batch(gated, { count: 64, height: 32, width: 32 })).toBe(16);
  expect(batch({ ...gated, filters: 512, blocks: 30 }, { count: 64, height: 64, width: 64 })).toBeLessThan(
    16,
  );
});

test("the notebook's network, with the weights PyTorch saved", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cached-'));
  const from = path.join(import.meta.dirname, '../testing/fixtures/notebook-random.pt');
  importRun({ from, runFolder: folder, set: {} });
  const run = loadWeights(folder);
  fs.rmSync(folder, { recursive: true });
  const drawing = { ...dice, count: 8, height: 12, width: 12 };
  const { pictures } = await drawPictures(run, { ...drawing, start: 'blank' });
  const distributions = conditionals(run, pictures);
  expect(furthestApart(kernelConditionals(run, pictures), distributions)).toBeLessThan(1e-4);
  expect(comparePicks(distributions, pictures, dice)).toEqual({ ties: 0, wrong: 0 });
  expect(drawInBatches(run, drawing, 3)).toEqual(pictures.pixels);
});

/** The distribution of every value of every picture, by the incremental network. */
function kernelConditionals(
  { record, weights }: TrainedRun,
  pictures: Pictures,
  classes?: number[],
): Float64Array[] {
  const { channels, pixels, count } = pictures;
  const likelihood = likelihoodOf(record);
  const size = pixels.length / count;
  const predicted = walk(createIncrementalNetwork(record, weights, pictures), { ...pictures, classes });
  return Array.from(pixels, (_, at) => {
    const channel = at % channels;
    const outputs = predicted[at % size]?.[Math.floor(at / size)] as Float32Array;
    return likelihood.probabilities(outputs, channel, [...pixels.subarray(at - channel, at)]);
  });
}
