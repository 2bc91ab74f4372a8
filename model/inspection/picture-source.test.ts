import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawGallery, writeGallery } from '../gallery';
import { readDataset } from '../images/dataset';
import { splitImages } from '../images/split';
import { flattenWeights } from '../nets/parameters';
import { pixelcnnParameters } from '../nets/pixelcnn-parameters';
import { readRunRecord, writeRunRecord, type RunRecord } from '../run-folder';
import { randomRun } from '../testing/random-run';
import { writeTinyImages } from '../testing/tiny-images';
import { saveCheckpoint, untrained } from '../training/checkpoint';
import { createRun } from '../training/create-run';
import { readPicture, readValidation } from './picture-source';

let folder: string;
let runFolder: string;
let dataFolder: string;
let record: RunRecord;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'source-'));
  runFolder = path.join(folder, 'run');
  dataFolder = path.join(folder, 'data');
  await writeTinyImages(dataFolder, { count: 20, size: 12 });
  const run = randomRun({ filters: 4, blocks: 0, size: 8, levels: 4, validationShare: 0.25 });
  const { settings } = run.record;
  createRun(runFolder, { name: 'run', preset: 'tiny', settings, dataFolder });
  const specs = pixelcnnParameters(settings);
  saveCheckpoint(runFolder, specs, untrained(flattenWeights(specs, run.weights)));
  const { files } = await readDataset(dataFolder, settings);
  writeRunRecord(runFolder, { ...readRunRecord(runFolder), dataFiles: files });
  record = readRunRecord(runFolder);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test('validation pictures are those training kept apart, in order', async () => {
  const dataset = await readDataset(dataFolder, record.settings);
  const { validation } = splitImages(20, 0.25, record.settings.seed);
  const expected = [...validation].flatMap((index) => [
    ...dataset.pixels.subarray(index * 64, (index + 1) * 64),
  ]);
  const pictures = await readValidation(record);
  expect(pictures).toMatchObject({ count: 5, height: 8, width: 8, channels: 1, levels: 4 });
  expect([...pictures.pixels]).toEqual(expected);
  const third = await readPicture(runFolder, record, { kind: 'validation', index: 3 });
  expect(third).toEqual({ ...pictures, count: 1, pixels: pictures.pixels.slice(192, 256) });
});

test('they are read once, and other files beside them do not matter', async () => {
  const pictures = await readValidation(record);
  fs.rmSync(dataFolder, { recursive: true });
  expect(await readValidation(readRunRecord(runFolder))).toBe(pictures);
});

test('a picture that is gone or changed is named; when it is back, all is well', async () => {
  const { validation } = splitImages(20, 0.25, record.settings.seed);
  const [first, second] = [...validation].map((index) => record.dataFiles[index]?.file as string);
  const at = (file = '') => path.join(dataFolder, file);
  const bytes = fs.readFileSync(at(first));
  fs.rmSync(at(first));
  fs.appendFileSync(at(second), 'x');
  await expect(readValidation(record)).rejects.toMatchObject({
    code: 'data-changed',
    facts: { folder: dataFolder, missing: [first], added: [], changed: [second] },
  });
  fs.writeFileSync(at(first), bytes);
  fs.truncateSync(at(second), fs.statSync(at(second)).size - 1);
  expect((await readValidation(record)).count).toBe(5);
});

test('an imported run has none', async () => {
  expect(await readValidation({ ...record, dataFolder: '', dataFiles: [] })).toMatchObject({ count: 0 });
  await expect(
    readPicture(runFolder, { ...record, dataFiles: [] }, { kind: 'validation', index: 0 }),
  ).rejects.toMatchObject({
    code: 'argument-invalid',
  });
});

test('a file is brought to the network as an image of the data set is', async () => {
  const dataset = await readDataset(dataFolder, record.settings);
  const file = path.join(dataFolder, dataset.files[4]?.file as string);
  const picture = await readPicture(runFolder, record, { kind: 'file', file });
  expect(picture).toMatchObject({ count: 1, height: 8, width: 8, channels: 1, levels: 4 });
  expect(picture.pixels).toEqual(dataset.pixels.slice(4 * 64, 5 * 64));
});

test('a generated picture is read from its gallery', async () => {
  const gallery = await drawGallery(runFolder, {
    id: 'g',
    count: 3,
    seed: 1,
    temperature: 1,
    start: 'blank',
  });
  await writeGallery(runFolder, gallery);
  const picture = await readPicture(runFolder, record, { kind: 'gallery', gallery: 'g', index: 2 });
  expect(picture.pixels).toEqual(gallery.pictures.pixels.slice(128));
  const beyond = readPicture(runFolder, record, { kind: 'gallery', gallery: 'g', index: 3 });
  await expect(beyond).rejects.toMatchObject({ code: 'argument-invalid' });
});
