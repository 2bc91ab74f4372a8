import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluate } from '../evaluate';
import { readDataset } from '../images/dataset';
import { splitImages } from '../images/split';
import { described, storeRandomRun } from '../testing/random-run';
import { writeTinyImages } from '../testing/tiny-images';
import { loadWeights } from '../run/checkpoint';
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
  'the %s images are sorted by surprise, with the bits that an evaluation finds',
  async (part) => {
    const run = loadWeights(runFolder);
    const { perImage } = await evaluate(run, data, () => undefined);
    const split = splitImages(20, settings.validationShare, run.record.settings.seed);
    const own = Array.from(split[part], (place) => run.record.dataFiles[place]?.file);
    const expected = perImage.filter(({ file }) => own.includes(file));

    const progress: number[] = [];
    const tensors = tf.memory().numTensors;
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(own.length);
      progress.push(done);
    };
    const ranking = await rankImages(runFolder, part, { onProgress });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(ranking.files).toEqual(expected.map(({ file }) => file));
    ranking.bits.forEach((bits, i) => expect(bits).toBeCloseTo(expected[i]?.loss.bits ?? NaN, 4));
    expect(ranking).toMatchObject({ total: own.length, pictures: { count: own.length, channels: 3 } });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(own.length);

    const dataset = await readDataset(data, { ...run.record.settings, reading: 2 });
    ranking.files.forEach((file, n) => {
      const place = dataset.files.findIndex((candidate) => candidate.file === file);
      expect(ranking.pictures.pixels.subarray(n * 192, (n + 1) * 192)).toEqual(
        dataset.pixels.subarray(place * 192, (place + 1) * 192),
      );
      // The surprise of its pixels adds up to its loss.
      const sum = ranking.surprise.subarray(n * 64, (n + 1) * 64).reduce((a, b) => a + b, 0);
      expect(sum / 192).toBeCloseTo(ranking.bits[n] as number, 4);
    });
  },
);

test('images beyond the first thousands are ranked too, and the total counts them all', async () => {
  const few = path.join(folder, 'few');
  await writeTinyImages(few, { count: 6, size: 8, inColour: true });
  const six = await rankImages(storedRun('of-few', few, fs.readdirSync(few).sort()), 'training');
  expect(six.total).toBe(6);
  const [strangest, plainest] = [six.files[0], six.files.at(-1)] as [string, string];

  const many = path.join(folder, 'many');
  fs.mkdirSync(many);
  const names = Array.from({ length: 2300 }, (_, n) => `${String(n).padStart(4, '0')}.png`);
  for (const name of names) fs.copyFileSync(path.join(few, plainest), path.join(many, name));
  const last = names.at(-1) as string;
  fs.copyFileSync(path.join(few, strangest), path.join(many, last));
  const ranking = await rankImages(storedRun('of-many', many, names), 'training');
  expect(ranking).toMatchObject({ total: 2300, pictures: { count: 200 } });
  expect(ranking.files).toHaveLength(200);
  expect([ranking.files[0], ranking.indices[0]]).toEqual([last, 2299]);
  expect(ranking.bits[0]).toBeCloseTo(six.bits[0] as number, 5);
  expect(ranking.pictures.pixels.subarray(0, 192)).toEqual(six.pictures.pixels.subarray(0, 192));
  // Equal images are sorted by name.
  expect(ranking.files.slice(1)).toEqual(names.slice(0, 199));
});

test('a ranking ends when it is cancelled, before it begins and in the middle', async () => {
  const cancelled = rankImages(runFolder, 'training', { signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  const middle = new AbortController();
  const progress: number[] = [];
  const onProgress = (done: number) => {
    progress.push(done);
    middle.abort();
  };
  const begun = rankImages(runFolder, 'training', { onProgress, signal: middle.signal });
  await expect(begun).rejects.toMatchObject({ code: 'cancelled' });
  expect(progress).toHaveLength(1);
});

/** A run that learns from all these files. */
function storedRun(name: string, dataFolder: string, files: readonly string[]): string {
  const dataFiles = files.map((file) => {
    const bytes = fs.readFileSync(path.join(dataFolder, file));
    return { file, sha256: crypto.createHash('sha256').update(bytes).digest('hex') };
  });
  const place = path.join(folder, name);
  const shape = { filters: 12, blocks: 1, size: 8, levels: 4, colour: 'rgb', validationShare: 0 } as const;
  storeRandomRun(place, shape, { dataFolder, dataFiles });
  return place;
}
