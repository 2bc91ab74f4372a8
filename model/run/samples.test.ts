import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPng } from '../images/decoding/image-codec';
import { runPaths } from './run-folder';
import { readSamples, removeSamplesAfter, writeSamples } from './samples';
import { tinyPictures } from '../testing/tiny-images';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'samples-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test.each([
  [1, 2, 1],
  [5, 4, 1],
  [16, 256, 1],
  [3, 16, 3],
])(
  '%i pictures of %i levels and %i channels are read as they were written',
  async (count, levels, channels) => {
    await writeSamples(folder, 20, tinyPictures(count, levels, channels));
    expect(await readSamples(folder)).toEqual([
      { step: 20, pictures: tinyPictures(count, levels, channels) },
    ]);
  },
);

test('a sheet is nearly square, with a line between the pictures', async () => {
  await writeSamples(folder, 0, tinyPictures(5, 2));
  const { height, width, values } = await readPng(runPaths(folder).sample(0));
  expect([height, width]).toEqual([2 * 3 + 1, 3 * 5 + 2]);
  expect([values[5], values[3 * width]]).toEqual([128, 128]);
});

test('sheets are sorted by step, and later ones can be removed', async () => {
  for (const step of [100, 0, 20]) await writeSamples(folder, step, tinyPictures(1, 2));
  expect((await readSamples(folder)).map(({ step }) => step)).toEqual([0, 20, 100]);
  removeSamplesAfter(folder, 20);
  expect((await readSamples(folder)).map(({ step }) => step)).toEqual([0, 20]);
});
