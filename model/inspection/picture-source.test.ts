import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawGallery, writeGallery } from '../gallery/gallery';
import { readDataset } from '../images/dataset';
import { levelChannels } from '../images/channels';
import { splitImages } from '../images/split';
import { readRunRecord, type RunRecord } from '../run/run-folder';
import type { Settings } from '../settings';
import { described, storeRandomRun } from '../testing/random-run';
import { writeTinyImages } from '../testing/tiny-images';
import { loadWeights } from '../run/checkpoint';
import { writeSamples } from '../run/samples';
import {
  checkpointOfSource,
  classIndexOf,
  classOfSource,
  readFiles,
  readNewestSamples,
  readPicture,
  readValidation,
} from './picture-source';

let folder: string;
let runFolder: string;
let dataFolder: string;
let record: RunRecord;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'source-'));
  runFolder = path.join(folder, 'run');
  dataFolder = path.join(folder, 'data');
  await writeTinyImages(dataFolder, { count: 20, size: 12 });
  record = await runOn(dataFolder, runFolder, {});
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** A run as if it had been trained on the images of `data`. */
async function runOn(data: string, runOf: string, changes: Partial<Settings>): Promise<RunRecord> {
  const settings = { filters: 4, blocks: 0, size: 8, levels: 4, validationShare: 0.25, ...changes };
  const { files } = await readDataset(data, { ...described(settings).settings, reading: 2 });
  return storeRandomRun(runOf, settings, { dataFolder: data, dataFiles: files });
}

test('validation pictures are those held out of training, in order', async () => {
  const dataset = await readDataset(dataFolder, { ...record.settings, reading: 2 });
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

test('validation pictures are read once, with any other files beside them', async () => {
  const pictures = await readValidation(record);
  fs.rmSync(dataFolder, { recursive: true });
  expect(await readValidation(readRunRecord(runFolder))).toBe(pictures);
});

test('a missing or changed picture is named, and read again once it is restored', async () => {
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

test.runIf(process.platform === 'linux')(
  'a picture whose name is not valid UTF-8 is read by its bytes',
  async () => {
    const odd = path.join(folder, 'odd');
    const files = await writeTinyImages(odd, { count: 3, size: 12 });
    const renamed = Buffer.concat([
      Buffer.from(`${odd}/`),
      Buffer.from([0x39, 0xff, 0x2e, 0x70, 0x6e, 0x67]),
    ]);
    fs.renameSync(path.join(odd, files[1] as string), renamed);
    const record = await runOn(odd, path.join(folder, 'odd run'), {});
    expect(record.dataFiles.map(({ file }) => file)).toEqual(['0000.png', '0002.png', '9\ufffdFF.png']);
    expect(readRunRecord(path.join(folder, 'odd run')).dataFiles).toEqual(record.dataFiles);
    expect((await readFiles(record, record.dataFiles)).pixels).toEqual(
      (await readDataset(odd, { ...record.settings, reading: 2 })).pixels,
    );
  },
);

test('a run without an image folder reports it and searches nowhere', async () => {
  const lost = { ...record, dataFolder: '' };
  const unknown = { code: 'images-unknown' };
  const here = process.cwd();
  try {
    process.chdir(dataFolder);
    await expect(readValidation(lost)).rejects.toMatchObject(unknown);
    await expect(readPicture(runFolder, lost, { kind: 'training', index: 0 })).rejects.toMatchObject(unknown);
  } finally {
    process.chdir(here);
  }
});

test('an imported run has no validation pictures', async () => {
  expect(await readValidation({ ...record, dataFolder: '', dataFiles: [] })).toMatchObject({ count: 0 });
  await expect(
    readPicture(runFolder, { ...record, dataFiles: [] }, { kind: 'validation', index: 0 }),
  ).rejects.toMatchObject({
    code: 'argument-invalid',
  });
});

test('a file is read as an image of the data set is', async () => {
  const dataset = await readDataset(dataFolder, { ...record.settings, reading: 2 });
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

test.each(['rgb', 'palette'] as const)(
  '%s pictures come from all sources in their colours',
  async (colour) => {
    const data = path.join(folder, 'coloured');
    await writeTinyImages(data, { count: 8, size: 12, classes: 2, inColour: true });
    const run = path.join(folder, colour);
    const coloured = await runOn(data, run, { colour, levels: 8 });
    const { palette } = coloured;
    const dataset = await readDataset(data, { ...coloured.settings, reading: 2 }, { palette });
    const channels = levelChannels({ colour });
    const dimensions = 64 * channels;
    const form = {
      count: 1,
      height: 8,
      width: 8,
      channels,
      levels: 8,
      ...(colour === 'palette' && { palette }),
    };
    const { validation } = splitImages(8, 0.25, coloured.settings.seed);
    const place = validation[1] as number;
    const expected = { ...form, pixels: dataset.pixels.slice(place * dimensions, (place + 1) * dimensions) };
    expect(await readPicture(run, coloured, { kind: 'validation', index: 1 })).toEqual(expected);
    const file = path.join(data, dataset.files[place]?.file as string);
    expect(await readPicture(run, coloured, { kind: 'file', file })).toEqual(expected);

    const request = { id: 'g', count: 2, seed: 1, temperature: 1, start: 'blank' } as const;
    const gallery = await drawGallery(run, request);
    await writeGallery(run, gallery);
    const second = await readPicture(run, coloured, { kind: 'gallery', gallery: 'g', index: 1 });
    expect(second).toEqual({ ...form, pixels: gallery.pictures.pixels.slice(dimensions) });
  },
);

test('an image has the class of its folder, a file the first class', async () => {
  const { knowing, run } = await runWithClasses();
  const { validation } = splitImages(24, 0.25, knowing.settings.seed);
  const classes = Array.from(validation, (place, index) => {
    const name = knowing.dataFiles[place]?.file.split('/')[0] as string;
    expect(classOfSource(run, knowing, { kind: 'validation', index })).toBe(name);
    expect(classIndexOf(knowing, name)).toBe(knowing.classNames.indexOf(name));
    return name;
  });
  expect(new Set(classes).size).toBeGreaterThan(1);
  expect(classOfSource(run, knowing, { kind: 'file', file: 'any' })).toBe('class-2');
  expect(classOfSource(run, { ...knowing, classNames: [] }, { kind: 'validation', index: 0 })).toBe('');
  expect(classIndexOf({ classNames: [] }, '')).toBe(0);
});

test('a drawn picture has the class it was drawn as, also after it is painted on', async () => {
  const { knowing, run } = await runWithClasses();
  const request = { seed: 1, temperature: 1, start: 'blank' } as const;
  const classes = (gallery: string) =>
    [0, 1, 2, 3].map((index) => {
      const over = { kind: 'gallery', gallery, index } as const;
      const own = classOfSource(run, knowing, over);
      expect(classOfSource(run, knowing, { kind: 'painted', pixels: new Uint8Array(64), over })).toBe(own);
      return own;
    });
  await writeGallery(run, await drawGallery(run, { id: 'turn', count: 4, firstImage: 1, ...request }));
  expect(classes('turn')).toEqual(['class-0', 'class-1', 'class-2', 'class-0']);
  await writeGallery(run, await drawGallery(run, { id: 'one', count: 4, className: 'class-1', ...request }));
  expect(classes('one')).toEqual(['class-1', 'class-1', 'class-1', 'class-1']);
  const grid = { kind: 'class', values: ['class-1', 'class-0'] } as const;
  await writeGallery(
    run,
    await drawGallery(run, { id: 'grid', count: 2, grid: { ...grid, values: [...grid.values] }, ...request }),
  );
  expect(classes('grid')).toEqual(['class-1', 'class-1', 'class-0', 'class-0']);
});

test('a drawn picture is inspected with the weights that drew it, as long as they exist', async () => {
  const request = { id: 'g', count: 1, seed: 1, temperature: 1, start: 'blank' } as const;
  const gallery = await drawGallery(runFolder, request);
  await writeGallery(runFolder, gallery);
  const picture = { kind: 'gallery', gallery: 'g', index: 0 } as const;
  const { step } = gallery.record;
  expect(checkpointOfSource(runFolder, picture)).toEqual({ preferred: step });
  const painted = { kind: 'painted', pixels: new Uint8Array(64) } as const;
  expect(checkpointOfSource(runFolder, { ...painted, over: picture })).toEqual({ preferred: step });
  expect(checkpointOfSource(runFolder, painted)).toBe('last');
  await writeGallery(runFolder, { ...gallery, record: { ...gallery.record, step: 999 } });
  expect(loadWeights(runFolder, checkpointOfSource(runFolder, picture)).step).toBe(step);
});

/** A run on images of three classes, which it lists in another order than the folders. */
async function runWithClasses(): Promise<{ knowing: RunRecord; run: string }> {
  const data = path.join(folder, 'classes');
  const run = path.join(folder, 'knowing');
  await writeTinyImages(data, { count: 24, size: 12, classes: 3 });
  const settings = { filters: 4, blocks: 0, size: 8, levels: 4, validationShare: 0.25 };
  const { files } = await readDataset(data, { ...described(settings).settings, reading: 2 });
  const classNames = ['class-2', 'class-0', 'class-1'];
  const knowing = storeRandomRun(
    run,
    { ...settings, classes: 'folders' },
    { dataFolder: data, dataFiles: files, classNames },
  );
  return { knowing, run };
}

test('a sample is read with all its levels, its class in turn, and the weights that drew it', async () => {
  const run = await runOn(dataFolder, path.join(folder, 'classed'), { classes: 'folders' });
  const runOfClasses = path.join(folder, 'classed');
  expect(await readNewestSamples(runOfClasses, run)).toBeNull();
  const pixels = Uint8Array.from({ length: 5 * 64 }, (_, i) => (i * 7) % 4);
  const pictures = { count: 5, height: 8, width: 8, channels: 1, levels: 4, pixels };
  await writeSamples(runOfClasses, 10, { ...pictures, count: 1, pixels: pixels.slice(0, 64) });
  await writeSamples(runOfClasses, 20, pictures);
  expect(await readNewestSamples(runOfClasses, run)).toEqual({ step: 20, pictures });
  const source = { kind: 'sample', step: 20, index: 4 } as const;
  expect(await readPicture(runOfClasses, run, source)).toEqual({
    ...pictures,
    count: 1,
    pixels: pixels.slice(4 * 64),
  });
  expect(run.classNames).toEqual(['a', 'b', 'c']);
  expect(classOfSource(runOfClasses, run, source)).toBe('b');
  expect(checkpointOfSource(runOfClasses, source)).toEqual({ preferred: 20 });
  await expect(readPicture(runOfClasses, run, { ...source, index: 5 })).rejects.toMatchObject({
    code: 'argument-invalid',
  });
});

test('a sheet with samples of another network is refused', async () => {
  const pixels = new Uint8Array(64);
  await writeSamples(runFolder, 10, { count: 1, height: 8, width: 8, channels: 1, levels: 16, pixels });
  await expect(readNewestSamples(runFolder, record)).rejects.toMatchObject({ code: 'image-unreadable' });
});
