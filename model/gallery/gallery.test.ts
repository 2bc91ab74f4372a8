import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { version } from '../../package.json';
import { exportGallery } from './export-gallery';
import { drawGallery, readGallery, writeGallery, type GalleryRequest } from './gallery';
import { galleryPaths, listGalleryRecords, readGalleryRecord } from './gallery-record';
import { readPng } from '../images/decoding/image-codec';
import { nearestLevels } from '../images/palette';
import { levelsOfShown } from '../images/pixel-levels';
import { readSheet } from '../images/picture-sheet';
import { readPngText } from '../images/png-text';
import { runPaths } from '../run/run-folder';
import { knownPixels } from '../sampling/completion';
import { usedSettings } from '../settings';
import { storeRandomRun } from '../testing/random-run';
import { whileReplaced } from '../testing/replaced-checkpoints';

let folder: string;
let runFolder: string;
let into: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gallery-'));
  runFolder = path.join(folder, 'run-7');
  into = path.join(folder, 'exported');
  storeRandomRun(runFolder, { filters: 8, blocks: 1, size: 8, levels: 5 }, { name: 'Küsten / 1' });
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

test('a gallery is read back as it was drawn, with all that is needed to draw it again', async () => {
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
    className: null,
    completion: null,
    sampler: 'cached',
    program: version,
    complete: true,
  });
  const again = await drawGallery(runFolder, { ...read.record, sampler: 'naive' });
  expect(again.pictures).toEqual(drawn.pictures);
});

test('a run can draw while its training replaces its checkpoints', async () => {
  const many = { ...request, count: 100 };
  const { record, pictures } = await drawGallery(runFolder, many);
  const steps = new Set<number>();
  await whileReplaced(runFolder, 0, async () => {
    for (let time = 0; time < 20; time++) {
      const drawn = await drawGallery(runFolder, many);
      steps.add(drawn.record.step);
      expect(drawn.pictures).toEqual(pictures);
      expect(drawn.record.checkpoint).toBe(record.checkpoint);
    }
  });
  expect(steps.size).toBeGreaterThan(1);
});

test('rows by checkpoint are drawn although a checkpoint is removed while the first is drawn', async () => {
  const { checkpoint } = runPaths(runFolder);
  fs.cpSync(checkpoint(0), checkpoint(1), { recursive: true });
  const state = path.join(checkpoint(1), 'state.json');
  fs.writeFileSync(state, fs.readFileSync(state, 'utf8').replace('"step": 0', '"step": 1'));
  const rows: GalleryRequest = { ...request, grid: { kind: 'checkpoint', values: ['0', '1'] } };
  const whole = await drawGallery(runFolder, rows);
  const drawing = drawGallery(runFolder, rows);
  fs.rmSync(checkpoint(1), { recursive: true });
  expect((await drawing).pictures).toEqual(whole.pictures);
});

test('a gallery of one class with a palette records the class and is exported with the palette', async () => {
  const knowing = path.join(folder, 'knowing');
  const { palette } = storeRandomRun(knowing, {
    filters: 12,
    blocks: 1,
    size: 8,
    levels: 6,
    colour: 'palette',
    classes: 'folders',
  });
  const drawn = await drawGallery(knowing, { ...request, className: 'b' });
  expect(drawn.record).toMatchObject({ className: 'b', completion: null });
  await writeGallery(knowing, drawn);
  expect(await readGallery(knowing, 'g1')).toEqual(drawn);
  const inTurn = await drawGallery(knowing, request);
  expect(inTurn.record.className).toBeNull();
  // Picture 4 has class b when classes alternate.
  const third = (gallery: typeof drawn) => gallery.pictures.pixels.subarray(2 * 64, 3 * 64);
  expect(third(inTurn)).toEqual(third(drawn));
  expect(inTurn.pictures).not.toEqual(drawn.pictures);
  await expect(drawGallery(knowing, { ...request, className: 'd' })).rejects.toMatchObject({
    code: 'class-unknown',
    facts: { className: 'd', known: ['a', 'b', 'c'] },
  });

  const [sheet = '', first = ''] = (await exportGallery(drawn, into)).map((name) => path.join(into, name));
  expect(await readSheet(sheet)).toEqual(drawn.pictures);
  // Colour type 3: each pixel is an index into the file's palette.
  expect(fs.readFileSync(first)[25]).toBe(3);
  const { values } = await readPng(first);
  expect(nearestLevels(values, palette)).toEqual(drawn.pictures.pixels.subarray(0, 64));
  expect(readPngText(first)).toMatchObject({ Class: 'b' });
});

test('a gallery of completed pictures records how much was given', async () => {
  const given = (await drawGallery(runFolder, { ...request, count: 1 })).pictures;
  const unknown = Uint8Array.from({ length: 64 }, (_, i) => (i >= 20 && i < 50 ? 1 : 0));
  const known = knownPixels(given, unknown);
  const drawn = await drawGallery(runFolder, { ...request, count: 2, known });
  expect(drawn.record.completion).toMatchObject({ known: 34, unheard: 14 });
  await writeGallery(runFolder, drawn);
  expect(await readGallery(runFolder, 'g1')).toEqual(drawn);
  for (const from of [0, 64]) {
    const kept = drawn.pictures.pixels.subarray(from, from + 64).filter((_, i) => !unknown[i]);
    expect(kept).toEqual(given.pixels.filter((_, i) => !unknown[i]));
  }
  const files = await exportGallery(drawn, into);
  expect(readPngText(path.join(into, files[1] ?? ''))).toMatchObject({
    'Pixels Given': known.mask.join(''),
  });
});

test('entries that galleries of earlier versions lack get their defaults', async () => {
  const drawn = await drawGallery(runFolder, request);
  await writeGallery(runFolder, drawn);
  const file = galleryPaths(runFolder, 'g1').record;
  const { className, completion, ...old } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<
    string,
    unknown
  >;
  expect([className, completion]).toEqual([null, null]);
  fs.writeFileSync(file, JSON.stringify(old));
  expect(readGalleryRecord(runFolder, 'g1')).toEqual(drawn.record);
});

test('galleries are listed newest first, without the remains of an interrupted write', async () => {
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
  expect(failing('odd')).toThrow(expect.objectContaining({ code: 'file-newer' }));
});

test('an export writes the sheet and every picture, each with its provenance', async () => {
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
    Architecture: 'plain',
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
    expect(JSON.parse(text['Settings'] as string)).toEqual(usedSettings(gallery.record.settings));
    expect(Date.parse(text['Creation Time'] as string)).toBe(gallery.record.created);
  }
  expect(texts.map((text) => text['Image'] ?? text['Images'])).toEqual(['2-6', '2', '3', '4', '5', '6']);
});

test('a second export replaces no file of the first', async () => {
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

test('files get the beginning of a long name in any script', async () => {
  const { record, pictures } = await drawGallery(runFolder, request);
  const model = '𐐀'.repeat(200);
  const [sheet = ''] = await exportGallery({ record: { ...record, model }, pictures }, into);
  expect(sheet).toBe(`${'𐐀'.repeat(30)}-seed9-sheet.png`);
});

test('a cancelled gallery is recorded as incomplete', async () => {
  const { record, pictures } = await drawGallery(runFolder, request, { signal: AbortSignal.abort() });
  expect(record.complete).toBe(false);
  expect(pictures.pixels.every((level) => level === 0)).toBe(true);
});

test('an export to a path that is not a folder is refused', async () => {
  fs.writeFileSync(into, 'a file');
  const gallery = await drawGallery(runFolder, request);
  await expect(exportGallery(gallery, into)).rejects.toMatchObject({ code: 'place-unusable' });
});

test('a cancelled export leaves no file', async () => {
  const gallery = await drawGallery(runFolder, request);
  let most = 0;
  const signal = {
    get aborted() {
      most = Math.max(most, fs.existsSync(into) ? fs.readdirSync(into).length : 0);
      return most === 2;
    },
  } as AbortSignal;
  await expect(exportGallery(gallery, into, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  expect(most).toBe(2);
  expect(fs.readdirSync(into)).toEqual([]);
});
