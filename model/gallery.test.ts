import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { version } from '../package.json';
import { drawGallery, exportGallery, readGallery, writeGallery, type GalleryRequest } from './gallery';
import { galleryPaths, listGalleryRecords, readGalleryRecord } from './gallery-record';
import { readPng } from './images/image-codec';
import { levelsOfShown } from './images/pixel-levels';
import { readSheet } from './images/picture-sheet';
import { readPngText } from './images/png-text';
import { flattenWeights } from './nets/parameters';
import { pixelcnnParameters } from './nets/pixelcnn-parameters';
import { runPaths } from './run-folder';
import { randomRun } from './testing/random-run';
import { saveCheckpoint, untrained } from './training/checkpoint';
import { createRun } from './training/create-run';

let folder: string;
let runFolder: string;
let into: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gallery-'));
  runFolder = path.join(folder, 'run-7');
  into = path.join(folder, 'exported');
  const { record, weights } = randomRun({ filters: 8, blocks: 1, size: 8, levels: 5 });
  const { settings } = record;
  createRun(runFolder, { name: 'Küsten / 1', preset: 'tiny', settings, dataFolder: '' });
  const specs = pixelcnnParameters(settings);
  saveCheckpoint(runFolder, specs, untrained(flattenWeights(specs, weights)));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const request: GalleryRequest = {
  id: 'g1',
  count: 5,
  firstImage: 2,
  seed: 9,
  temperature: 0.8,
  start: 'blank',
};

test('a gallery comes back as it was drawn, with all it takes to draw it again', async () => {
  const drawn = await drawGallery(runFolder, request);
  await writeGallery(runFolder, drawn);
  const read = await readGallery(runFolder, 'g1');
  expect(read).toEqual(drawn);
  const weightsFile = path.join(runPaths(runFolder).checkpoint(0), 'weights.safetensors');
  expect(read.record).toMatchObject({
    ...request,
    run: 'run-7',
    model: 'Küsten / 1',
    height: 8,
    width: 8,
    step: 0,
    checkpoint: crypto.createHash('sha256').update(fs.readFileSync(weightsFile)).digest('hex'),
    sampler: 'cached',
    program: version,
    complete: true,
  });
  const again = await drawGallery(runFolder, { ...read.record, sampler: 'naive' });
  expect(again.pictures).toEqual(drawn.pictures);
});

test('galleries are listed newest first; what an interrupted write left is not', async () => {
  expect(listGalleryRecords(runFolder)).toEqual([]);
  const drawn = await drawGallery(runFolder, request);
  for (const [id, created] of [
    ['old', 1000],
    ['new', 3000],
    ['mid', 2000],
  ] as const) {
    await writeGallery(runFolder, { ...drawn, record: { ...drawn.record, id, created } });
  }
  fs.mkdirSync(runPaths(runFolder).gallery('half'));
  fs.mkdirSync(runPaths(runFolder).gallery('odd'));
  fs.writeFileSync(galleryPaths(runFolder, 'odd').record, '{"format":2}');
  expect(listGalleryRecords(runFolder).map(({ id }) => id)).toEqual(['new', 'mid', 'old']);
  const failing = (id: string) => () => readGalleryRecord(runFolder, id);
  expect(failing('half')).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
  expect(failing('odd')).toThrow(expect.objectContaining({ code: 'file-damaged' }));
});

test('an export holds the sheet and every picture, each saying how it was made', async () => {
  const gallery = await drawGallery(runFolder, request);
  const files = await exportGallery(gallery, into);
  const base = 'Küsten-1-seed9';
  const numbers = ['0002', '0003', '0004', '0005', '0006'];
  expect(files).toEqual([`${base}-sheet.png`, ...numbers.map((number) => `${base}-${number}.png`)]);
  expect(fs.readdirSync(into).sort()).toEqual([...files].sort());

  expect(await readSheet(path.join(into, `${base}-sheet.png`))).toEqual(gallery.pictures);
  for (const [n, number] of numbers.entries()) {
    const { height, width, channels, values } = await readPng(path.join(into, `${base}-${number}.png`));
    expect([height, width, channels]).toEqual([8, 8, 1]);
    expect(Uint8Array.from(levelsOfShown(values, 5))).toEqual(
      gallery.pictures.pixels.subarray(n * 64, (n + 1) * 64),
    );
  }

  const made = {
    Software: 'PixelCNN Studio',
    Version: version,
    Model: 'Küsten / 1',
    Architecture: 'pixelcnn',
    'Checkpoint Step': '0',
    'Checkpoint SHA-256': gallery.record.checkpoint,
    Seed: '9',
    Temperature: '0.8',
    Start: 'blank',
    Sampler: 'cached',
    Complete: 'yes',
  };
  const texts = files.map((file) => readPngText(path.join(into, file)));
  for (const text of texts) {
    expect(text).toMatchObject(made);
    expect(JSON.parse(text['Settings'] as string)).toEqual(gallery.record.settings);
    expect(Date.parse(text['Creation Time'] as string)).toBe(gallery.record.created);
  }
  expect(texts.map((text) => text['Image'] ?? text['Images'])).toEqual(['2-6', '2', '3', '4', '5', '6']);
});

test('a second export leaves the first as it is', async () => {
  const gallery = await drawGallery(runFolder, request);
  const first = await exportGallery(gallery, into);
  const contents = first.map((file) => fs.readFileSync(path.join(into, file), 'hex'));
  const second = await exportGallery(
    { ...gallery, pictures: { ...gallery.pictures, pixels: new Uint8Array(320) } },
    into,
  );
  const third = await exportGallery(gallery, into);
  expect(new Set([...first, ...second, ...third]).size).toBe(18);
  expect(second[0]).toBe('Küsten-1-seed9-2-sheet.png');
  expect(first.map((file) => fs.readFileSync(path.join(into, file), 'hex'))).toEqual(contents);
});

test('a cancelled gallery says so', async () => {
  const { record, pictures } = await drawGallery(runFolder, request, { signal: AbortSignal.abort() });
  expect(record.complete).toBe(false);
  expect(pictures.pixels.every((level) => level === 0)).toBe(true);
});

test('a folder that cannot be written to is named', async () => {
  fs.writeFileSync(into, 'a file');
  const gallery = await drawGallery(runFolder, request);
  await expect(exportGallery(gallery, into)).rejects.toMatchObject({ code: 'folder-unreachable' });
});
