import * as tf from '@tensorflow/tfjs-node';
import { afterAll, expect, test } from 'vitest';
import { atTemperature } from '../likelihood/shaping';
import type { Settings } from '../settings';
import { closeTo, leavingNoTensor } from '../testing/assertions';
import { randomRun } from '../testing/random-run';
import { comparePicks, conditionals } from '../testing/sampler-proofs';
import { drawPictures, type DrawingRequest } from './sample';
import { endIdleThreads } from './sampling-threads';

afterAll(endIdleThreads);

const request: DrawingRequest = { count: 4, seed: 5, temperature: 1, start: 'blank', height: 5, width: 9 };

const draw = async (run: ReturnType<typeof randomRun>, changes: Partial<DrawingRequest> = {}) =>
  (await drawPictures(run, { ...request, ...changes })).pictures;

const nets: { changes: Partial<Settings>; canvas?: Partial<DrawingRequest> }[] = [
  { changes: { filters: 16, blocks: 2, levels: 4, inputScaling: 'levels' } },
  { changes: { filters: 6, blocks: 1, levels: 2, firstKernel: 3, kernel: 5 } },
  { changes: { filters: 10, blocks: 3, levels: 256 } },
  { changes: { filters: 8, blocks: 1, levels: 5, colour: 'palette', classes: 'folders' } },
  {
    changes: {
      architecture: 'gated',
      filters: 16,
      blocks: 2,
      headFilters: 40,
      colour: 'rgb',
      classes: 'folders',
    },
  },
  {
    changes: {
      architecture: 'plus-plus',
      filters: 4,
      blocks: 1,
      colour: 'rgb',
      classes: 'folders',
      levels: 16,
    },
    // PixelCNN++ gets a smaller canvas, since each pass takes long.
    canvas: { height: 3, width: 5 },
  },
];

const inTurn = (image: number) => image % 3;

test.each(nets)(
  'the cached sampler draws what the plain one does, from either start: $changes',
  async ({ changes, canvas }) => {
    const run = randomRun(changes);
    const cached = await draw(run, canvas);
    const plain = await leavingNoTensor(() => draw(run, { ...canvas, sampler: 'naive' }));
    const plainOnNoise = await draw(run, { ...canvas, sampler: 'naive', start: 'noise' });
    expect(plainOnNoise).toEqual(plain);
    expect(await draw(run, { ...canvas, start: 'noise' })).toEqual(cached);
    // A picture may differ from its counterpart only from a die on the edge between two levels on.
    const picks = comparePicks(conditionals(run, plain, inTurn), plain, request);
    expect(picks.wrong).toBe(0);
    if (picks.ties === 0) expect(cached).toEqual(plain);
    expect(plain.palette ?? []).toEqual(run.record.palette);
  },
);

test.each(['cached', 'naive'] as const)(
  'the %s sampler takes the classes in turn, or the one requested',
  async (sampler) => {
    const run = randomRun({ filters: 8, blocks: 1, levels: 4, classes: 'folders' });
    const all = await draw(run, { sampler, count: 5 });
    for (let image = 0; image < 5; image++) {
      const asked = { sampler, count: 1, firstImage: image };
      const own = all.pixels.subarray(image * 45, (image + 1) * 45);
      expect((await draw(run, { ...asked, classIndex: inTurn(image) })).pixels).toEqual(own);
      expect((await draw(run, { ...asked, classIndex: (image + 1) % 3 })).pixels).not.toEqual(own);
    }
    const ones = await draw(run, { sampler, classIndex: 1 });
    const { wrong } = comparePicks(
      conditionals(run, ones, () => 1),
      ones,
      request,
    );
    expect(wrong).toBe(0);
  },
);

test.each(['cached', 'naive'] as const)('the %s sampler draws at any temperature', async (sampler) => {
  const run = randomRun({ filters: 8, blocks: 1, levels: 4 });
  for (const temperature of [0.3, 2]) {
    const pictures = await draw(run, { sampler, temperature });
    const { wrong } = comparePicks(conditionals(run, pictures), pictures, { ...request, temperature });
    expect(wrong).toBe(0);
  }
  const coldest = await draw(run, { sampler, temperature: 0 });
  conditionals(run, coldest).forEach((distribution, i) => {
    expect(coldest.pixels[i]).toBe(distribution.indexOf(Math.max(...distribution)));
  });
  expect(await draw(run, { sampler, temperature: 0, seed: 6 })).toEqual(coldest);
});

test.each(['cached', 'naive'] as const)(
  'the %s sampler draws only from the levels that top-k and top-p keep',
  async (sampler) => {
    const run = randomRun({ filters: 8, blocks: 1, levels: 6, colour: 'rgb' });
    for (const shaping of [{ topK: 2 }, { topP: 0.5 }, { topK: 3, topP: 0.9, temperature: 2 }]) {
      const pictures = await draw(run, { sampler, ...shaping });
      const { wrong } = comparePicks(conditionals(run, pictures), pictures, { ...request, ...shaping });
      expect(wrong).toBe(0);
    }
  },
);

test('levels are drawn as often as their probabilities say', async () => {
  const run = randomRun({ filters: 8, blocks: 1, levels: 5 });
  const count = 20000;
  const pixel = { height: 1, width: 1 };
  for (const temperature of [1, 0.5]) {
    const pictures = await draw(run, { ...pixel, count, temperature });
    const [own] = conditionals(run, { ...pictures, count: 1, pixels: pictures.pixels.subarray(0, 1) });
    const distribution = atTemperature(own as Float64Array, temperature);
    const shares = Float64Array.from(distribution, () => 0);
    for (const level of pictures.pixels) shares[level] = (shares[level] as number) + 1 / count;
    // Four standard deviations of the share of an even chance.
    closeTo(shares, distribution, 4 * Math.sqrt(0.25 / count));
  }
});

test('another seed or number gives another picture, the same gives the same', async () => {
  const run = randomRun({ filters: 8, blocks: 1, levels: 4 });
  const first = await draw(run);
  expect(await draw(run)).toEqual(first);
  expect(await draw(run, { seed: 6 })).not.toEqual(first);
  const later = await draw(run, { firstImage: 2 });
  expect(later.pixels.subarray(0, 90)).toEqual(first.pixels.subarray(90));
  expect(await draw(run, { sampler: 'naive', firstImage: 2 })).toEqual(later);
});

test.each([
  ['cached', 0],
  ['cached', 2],
  ['naive', 0],
] as const)(
  'the %s sampler on %i threads ends when cancelled and returns what is drawn',
  async (sampler, threads) => {
    const run = randomRun({ filters: 64, blocks: 3, levels: 4 });
    const large = { ...request, count: 40, height: 40, width: 40, sampler };
    const total = 40 * 40 * 40;
    const cancelling = new AbortController();
    const reports: { done: number; drawn: number }[] = [];
    const before = tf.memory().numTensors;
    const { pictures, complete } = await drawPictures(run, large, {
      threads,
      signal: cancelling.signal,
      onProgress: (done, all, { pixels }) => {
        expect(all).toBe(total);
        // On a busy machine the threads may not have drawn anything since the last report.
        if (done <= (reports.at(-1)?.done ?? 0)) return;
        reports.push({ done, drawn: pixels.filter((level) => level > 0).length });
        if (reports.length === 2) cancelling.abort();
      },
    });
    expect(complete).toBe(false);
    expect(tf.memory().numTensors).toBe(before);
    const [one, two] = reports;
    expect(one?.done).toBeLessThan(two?.done as number);
    expect(two?.done).toBeLessThan(total);
    expect(two?.drawn).toBeGreaterThan(0);
    expect(pictures.pixels.length).toBe(total);
    // The rows below are not yet drawn, in every picture.
    expect(pictures.pixels.subarray(-40).every((level) => level === 0)).toBe(true);
  },
);

test('a drawing cancelled before it begins is blank', async () => {
  const run = randomRun({ filters: 8, blocks: 1 });
  for (const [sampler, threads] of [
    ['cached', 0],
    ['cached', 1],
    ['naive', 0],
  ] as const) {
    const { pictures, complete } = await drawPictures(
      run,
      { ...request, sampler },
      { threads, signal: AbortSignal.abort() },
    );
    expect(complete).toBe(false);
    expect(pictures.pixels.every((level) => level === 0)).toBe(true);
  }
});

test('without a size, pictures have that of the run', async () => {
  const run = randomRun({ filters: 4, blocks: 0, size: 8, levels: 3 });
  const { pictures } = await drawPictures(run, { count: 2, seed: 1, temperature: 1, start: 'blank' });
  expect(pictures).toMatchObject({ count: 2, height: 8, width: 8, channels: 1, levels: 3 });
});

test('levels that repeat a colour are drawn as the first of them', async () => {
  const run = randomRun({ colour: 'palette', levels: 4, filters: 8, blocks: 1, size: 6 });
  const palette = ['#000000', '#ff0000', '#ff0000', '#ff0000'];
  const repeated = { ...run, record: { ...run.record, palette } };
  const { pictures } = await drawPictures(repeated, { count: 4, seed: 3, temperature: 1, start: 'blank' });
  expect([...new Set(pictures.pixels)].sort()).toEqual([0, 1]);
});
