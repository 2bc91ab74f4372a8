import { expect, test } from 'vitest';
import type { Pictures } from '../events';
import { randomValues } from '../random';
import { encodePng } from './decoding/image-codec';
import { encodeIndexedPng } from './indexed-png';
import { shownValues } from './pixel-levels';
import { histogramBits, pngBits, referenceLosses } from './reference-losses';

const pictures = (levels: number, channels: 1 | 3, pixels: readonly number[]): Pictures => ({
  count: pixels.length / (2 * channels),
  height: 1,
  width: 2,
  channels,
  levels,
  pixels: Uint8Array.from(pixels),
});

test('every pixel and channel has its own histogram, with 1 added to each count', () => {
  // Four pictures of two pixels; the first three are counted.
  const four = pictures(4, 1, [0, 3, 0, 3, 1, 3, 0, 2]);
  const counted = Uint32Array.of(0, 1, 2);
  // Out of 3 + 4: the left pixel was 0 twice and 1 once, the right one 3 each time.
  expect(histogramBits(four, counted, Uint32Array.of(3))).toBeCloseTo(-Math.log2((3 / 7) * (1 / 7)) / 2, 12);
  expect(histogramBits(four, counted, Uint32Array.of(2))).toBeCloseTo(-Math.log2((2 / 7) * (4 / 7)) / 2, 12);
  const both = -Math.log2(((3 / 7) * (1 / 7) * (2 / 7) * 4) / 7) / 4;
  expect(histogramBits(four, counted, Uint32Array.of(2, 3))).toBeCloseTo(both, 12);
  // The same numbers as colours: each channel has its own histogram.
  const rgb = pictures(4, 3, [0, 1, 2, 3, 3, 3, 0, 1, 2, 3, 3, 3, 0, 0, 2, 3, 3, 0]);
  const bits = histogramBits(rgb, Uint32Array.of(0, 1), Uint32Array.of(2));
  expect(bits).toBeCloseTo(-(4 * Math.log2(3 / 6) + 2 * Math.log2(1 / 6)) / 6, 12);
});

test('equal levels everywhere cost almost nothing, and random levels their entropy', () => {
  const count = 4000;
  const half = Uint32Array.from({ length: count / 2 }, (_, i) => i);
  const rest = half.map((place) => place + count / 2);
  expect(histogramBits(pictures(8, 1, Array<number>(2 * count).fill(5)), half, rest)).toBeLessThan(0.01);
  const dice = Array.from(randomValues(2 * count, 1, 0), (die) => Math.floor(8 * die));
  expect(histogramBits(pictures(8, 1, dice), half, rest)).toBeCloseTo(3, 1);
});

test('the PNG size is the smaller of two encodings, in the colours shown', async () => {
  const size = { height: 16, width: 16 };
  const ramp = Uint8Array.from({ length: 256 }, (_, i) => i);
  const binary = ramp.map((i) => (i >> 3) & 1);
  const one = (pixels: Uint8Array, levels: number, channels: 1 | 3 = 1): Pictures => ({
    count: 1,
    ...size,
    channels,
    levels,
    pixels,
  });
  const first = Uint32Array.of(0);
  const greys = ['#000000', '#ffffff'];
  const few = await pngBits(one(binary, 2), first);
  expect(few).toBe((8 * encodeIndexedPng(binary, size, greys).length) / 256);
  const many = await pngBits(one(ramp, 256), first);
  expect(many).toBe((8 * (await encodePng(ramp, { ...size, channels: 1 })).length) / 256);
  const rgb = Uint8Array.from({ length: 768 }, (_, i) => (i * 7) % 16);
  const colours = await pngBits(one(rgb, 16, 3), first);
  const file = await encodePng(shownValues(rgb, 16), { ...size, channels: 3 });
  expect(colours).toBe((8 * file.length) / 768);
  const palette = ['#102030', '#ff0000'];
  const indexed = encodeIndexedPng(binary, size, palette).length;
  expect(await pngBits({ ...one(binary, 2), palette }, first)).toBe((8 * indexed) / 256);
});

test('all three are measured on the validation images, or on the training images without any', async () => {
  const four = pictures(4, 1, [0, 3, 0, 3, 1, 3, 0, 2]);
  const [training, validation] = [Uint32Array.of(0, 1, 2), Uint32Array.of(3)];
  expect(await referenceLosses(four, { training, validation })).toEqual({
    uniform: 2,
    histogram: histogramBits(four, training, validation),
    png: await pngBits(four, validation),
  });
  expect(await referenceLosses(four, { training, validation: new Uint32Array() })).toEqual({
    uniform: 2,
    histogram: histogramBits(four, training, training),
    png: await pngBits(four, training),
  });
});
