import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Pictures } from '../events';
import { encodePng, readPng } from './decoding/image-codec';
import { encodeSheet, readSheet } from './picture-sheet';
import { addPngText, readPngText } from './png-text';
import { tinyPictures } from '../testing/tiny-images';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sheet-'));
  file = path.join(folder, 'sheet.png');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test.each([
  [1, 2, 1, 1],
  [7, 4, 1, 3],
  [16, 256, 1, 1],
  [3, 16, 3, 2],
])(
  '%i pictures of %i levels and %i channels at scale %i are read as they were written',
  async (count, levels, channels, scale) => {
    const original = tinyPictures(count, levels, channels);
    fs.writeFileSync(file, await encodeSheet(original, { Seed: '7' }, { scale }));
    expect(await readSheet(file)).toEqual(original);
    expect(readPngText(file)['Seed']).toBe('7');
  },
);

test.each([1, 3])(
  'pictures with a palette are shown in its colours at scale %i and read back',
  async (scale) => {
    const palette = ['#000000', '#ff8000', '#0000ff', '#ffffff'];
    const original: Pictures = { ...tinyPictures(5, 4, 1), palette };
    fs.writeFileSync(file, await encodeSheet(original, {}, { scale }));
    expect(await readSheet(file)).toEqual(original);
    const { channels, values } = await readPng(file);
    expect(channels).toBe(3);
    // The first pixels are the levels 0, 3, 2, 1.
    const shown = [0, 1, 2, 3].map((x) => [...values.subarray(3 * x * scale, 3 * x * scale + 3)]);
    expect(shown).toEqual([
      [0, 0, 0],
      [255, 255, 255],
      [0, 0, 255],
      [255, 128, 0],
    ]);
  },
);

test('pixels become squares, with gaps of the same width between the pictures', async () => {
  const two: Pictures = {
    count: 2,
    height: 1,
    width: 2,
    channels: 1,
    levels: 2,
    pixels: Uint8Array.of(0, 1, 1, 0),
  };
  fs.writeFileSync(file, await encodeSheet(two, {}, { scale: 2 }));
  const { height, width, values } = await readPng(file);
  const line = [0, 0, 255, 255, 128, 128, 255, 255, 0, 0];
  expect([height, width]).toEqual([2, 10]);
  expect([...values]).toEqual([...line, ...line]);
});

test('a file that is not a sheet is refused', async () => {
  const png = await encodePng(new Uint8Array(12), { height: 3, width: 4, channels: 1 });
  for (const text of [
    undefined,
    'x',
    '{}',
    '{"count":1,"height":2,"width":4,"channels":1,"levels":4,"scale":1}',
    '{"count":1,"height":3,"width":4,"channels":1,"levels":4,"palette":["#000000"],"scale":1}',
  ]) {
    fs.writeFileSync(file, text === undefined ? png : addPngText(png, { Pictures: text }));
    await expect(readSheet(file)).rejects.toMatchObject({ code: 'image-unreadable' });
  }
});

test.each([1, 3])(
  'rows with labels are read as they were written, in %i channels, and the labels are drawn',
  async (channels) => {
    const original = tinyPictures(6, 4, channels);
    const labels = { corner: 'temperature', rows: ['0.5 < 1 & "so"', '1'], columns: ['0', '1', '2'] };
    fs.writeFileSync(file, await encodeSheet(original, {}, { scale: 8, columns: 3, labels }));
    expect(await readSheet(file)).toEqual(original);
    const { values, width, height, channels: depth } = await readPng(file);
    const inks = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, y) =>
        Array.from({ length: 128 }, (__, x) => values[((from + y) * width + x) * depth] ?? 0),
      )
        .flat()
        .filter((value) => value < 100).length;
    // Above, beside the first row, beside the second.
    expect(inks(0, 26)).toBeGreaterThan(20);
    expect(inks(26, 58)).toBeGreaterThan(20);
    expect(inks(58, height)).toBeGreaterThan(3);
  },
);
