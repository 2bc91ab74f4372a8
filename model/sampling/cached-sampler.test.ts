import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { atTemperature, pickLevel, softmax } from '../likelihood/distribution';
import { uniform } from '../random';
import type { Settings } from '../settings';
import { randomRun } from '../testing/random-run';
import { comparePicks, conditionals, furthestApart } from '../testing/sampler-proofs';
import { importRun } from '../training/import-run';
import { loadWeights } from '../training/checkpoint';
import { drawShare, shareDrawing } from './cached-sampler';
import type { Drawing, TrainedRun } from './drawing';
import { IncrementalPixelcnn } from './incremental-pixelcnn';
import { drawPictures } from './sample';
import { endIdleThreads } from './sampling-threads';

afterAll(endIdleThreads);

/** Every kind of kernel, depth, width and canvas once; a half of 1, 3 or 10 filters does not fill the kernel's lanes. */
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
];

const dice = { firstImage: 3, seed: 11, temperature: 1 };

/** Draws here, with pictures taken `batch` at a time. */
function drawInBatches({ record, weights }: TrainedRun, drawing: Drawing, batch: number): Uint8Array {
  const shared = shareDrawing(record.settings, weights, drawing, batch);
  const share = drawShare(shared);
  while (!share.next().done);
  return new Uint8Array(shared.pixels).slice();
}

/** Draws with the same kernel, but computes all pixels again, in a memory that is new, for every pixel. */
function drawWithoutCaches({ record: { settings }, weights }: TrainedRun, drawing: Drawing): Uint8Array {
  const { count, height, width, seed, firstImage, temperature } = drawing;
  const size = height * width;
  const all = Uint32Array.from({ length: count * size }, (_, pixel) => pixel);
  const pixels = new Uint8Array(count * size);
  for (let at = 0; at < size; at++) {
    const network = new IncrementalPixelcnn(settings, weights, drawing, all.length);
    pixels.forEach((level, pixel) => network.put(pixel, level));
    const logits = network.logitsAt(all);
    for (let n = 0; n < count; n++) {
      const distribution = atTemperature(softmax(logits[n * size + at] as Float32Array), temperature);
      const die = uniform(seed, firstImage + n, Math.floor(at / width), at % width, 0);
      pixels[n * size + at] = pickLevel(distribution, die);
    }
  }
  return pixels;
}

test.each(nets)('the same bytes with and without caches, in any batch: %o %o', (changes, size) => {
  const run = randomRun(changes);
  const drawing = { ...dice, ...size, count: 8 };
  const expected = drawWithoutCaches(run, drawing);
  expect(new Set(expected).size).toBeGreaterThan(1);
  for (const batch of [1, 3, 8]) expect(drawInBatches(run, drawing, batch)).toEqual(expected);
});

test('the same bytes on one thread, on two and on none, and in any order', async () => {
  const run = randomRun({ filters: 20, blocks: 2 });
  const request = { ...dice, count: 9, height: 6, width: 7, start: 'blank' } as const;
  const draw = async (changes: object, threads: number) => {
    const { pictures, complete } = await drawPictures(run, { ...request, ...changes }, { threads });
    expect(complete).toBe(true);
    return pictures.pixels;
  };
  const expected = await draw({}, 0);
  expect(await draw({}, 1)).toEqual(expected);
  expect(await draw({}, 2)).toEqual(expected);
  for (const n of [8, 0, 5]) {
    const alone = await draw({ firstImage: dice.firstImage + n, count: 1 }, 0);
    expect(alone).toEqual(expected.subarray(n * 42, (n + 1) * 42));
  }
});

test.each(nets)(
  "TensorFlow's distributions over the finished pictures, and its picks: %o %o",
  async (changes, size) => {
    const run = randomRun(changes);
    const { pictures } = await drawPictures(run, { ...dice, ...size, count: 8, start: 'blank' });
    const distributions = conditionals(run, pictures);
    expect(furthestApart(kernelConditionals(run, pictures), distributions)).toBeLessThan(1e-4);
    expect(comparePicks(distributions, pictures, dice)).toEqual({ ties: expect.any(Number), wrong: 0 });
    expect(comparePicks(distributions, pictures, dice).ties).toBeLessThanOrEqual(2);
  },
);

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

function kernelConditionals(
  { record: { settings }, weights }: TrainedRun,
  pictures: { count: number; height: number; width: number; pixels: Uint8Array },
): Float64Array[] {
  const all = Uint32Array.from(pictures.pixels, (_, pixel) => pixel);
  const network = new IncrementalPixelcnn(settings, weights, pictures, all.length);
  pictures.pixels.forEach((level, pixel) => network.put(pixel, level));
  return network.logitsAt(all).map(softmax);
}
