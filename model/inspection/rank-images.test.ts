import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluate } from '../evaluate';
import { readDataset } from '../images/dataset';
import { splitImages } from '../images/split';
import { described, storeRandomRun } from '../testing/random-run';
import { writeTinyImages } from '../testing/tiny-images';
import { loadWeights } from '../training/checkpoint';
import { rankImages } from './rank-images';

const settings = {
  filters: 12,
  blocks: 1,
  size: 8,
  levels: 4,
  colour: 'rgb',
  classes: 'folders',
  validationShare: 0.25,
} as const;
const classNames = ['class-1', 'class-0'];

let folder: string;
let data: string;
let runFolder: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rank-'));
  data = path.join(folder, 'images');
  runFolder = path.join(folder, 'run');
  await writeTinyImages(data, { count: 20, size: 8, classes: 2, inColour: true });
  const { files } = await readDataset(data, { ...described(settings).settings, reading: 2 });
  storeRandomRun(runFolder, settings, { classNames, dataFolder: data, dataFiles: files });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test.each(['training', 'validation'] as const)(
  'the %s images come by surprise, each at what an evaluation finds',
  async (part) => {
    const run = loadWeights(runFolder);
    const { perImage } = await evaluate(run, data, () => undefined);
    const split = splitImages(20, settings.validationShare, run.record.settings.seed);
    const own = Array.from(split[part], (place) => run.record.dataFiles[place]?.file);
    const expected = perImage.filter(({ file }) => own.includes(file));

    const progress: number[] = [];
    const ranking = await rankImages(runFolder, part, { onProgress: (done) => progress.push(done) });
    expect(ranking.files).toEqual(expected.map(({ file }) => file));
    ranking.bits.forEach((bits, i) => expect(bits).toBeCloseTo(expected[i]?.loss.bits ?? NaN, 4));
    expect(ranking).toMatchObject({ total: own.length, pictures: { count: own.length, channels: 3 } });
    expect(progress).toEqual(own.map((_, i) => i + 1));

    const dataset = await readDataset(data, { ...run.record.settings, reading: 2 });
    ranking.files.forEach((file, n) => {
      const place = dataset.files.findIndex((candidate) => candidate.file === file);
      expect(ranking.pictures.pixels.subarray(n * 192, (n + 1) * 192)).toEqual(
        dataset.pixels.subarray(place * 192, (place + 1) * 192),
      );
      // The surprise of its pixels adds up to what it costs.
      const sum = ranking.surprise.subarray(n * 64, (n + 1) * 64).reduce((a, b) => a + b, 0);
      expect(sum / 192).toBeCloseTo(ranking.bits[n] as number, 4);
    });
  },
);

test('a ranking ends when it is cancelled', async () => {
  const cancelled = rankImages(runFolder, 'training', { signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
});
