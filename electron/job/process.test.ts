/** Tests of the built job with TensorFlow, with the requests of the main process. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrainingEvent } from '../../model/events';
import { unshaped } from '../../model/likelihood/shaping-options';
import { sampleSteps } from '../../model/run/run-folder';
import { defaultSettings, type Settings } from '../../model/settings';
import { pick } from '../../model/pick';
import { pictureSettingNames } from '../../model/settings/data';
import { createRun } from '../../model/run/create-run';
import { JobHost } from './host';

const script = fileURLToPath(new URL('../../dist/job/process.mjs', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'job '));
const images = path.join(folder, 'images');
const trained = path.join(folder, 'trained');
const pictures = { ...pick(defaultSettings, pictureSettingNames), size: 8, levels: 4 };
const host = new JobHost('job', { command: process.execPath, args: [script], env: process.env }, () => {});

const newRun = (runFolder: string, changes: Partial<Settings>) =>
  createRun(runFolder, {
    name: 'Tiny',
    preset: 'tiny',
    settings: { ...defaultSettings, ...pictures, filters: 8, blocks: 1, batchSize: 4, ...changes },
    dataFolder: images,
  });

const drawing = {
  runFolder: trained,
  count: 4,
  seed: 1,
  ...unshaped,
  start: 'blank',
  className: null,
  completion: null,
  grid: null,
} as const;

beforeAll(() => {
  fs.mkdirSync(images);
  const digits = fileURLToPath(new URL('../../resources/example-images/5/', import.meta.url));
  for (const file of fs.readdirSync(digits).slice(0, 20)) {
    fs.copyFileSync(path.join(digits, file), path.join(images, file));
  }
  newRun(trained, { steps: 3, sampleCount: 1 });
});

afterAll(async () => {
  await host.stop();
  fs.rmSync(folder, { recursive: true });
});

test('a folder is read, with progress to the end', async () => {
  const progress: { done: number; total: number }[] = [];
  const asked = host.ask('scanFolder', { folder: images, settings: pictures, excluded: [] }, (event) =>
    progress.push(event),
  );
  expect(await asked.answer).toMatchObject({ images: 20, preview: { pictures: { height: 8, levels: 4 } } });
  expect(progress[progress.length - 1]).toEqual({ done: 20, total: 20 });
});

test('an error keeps its code and facts', async () => {
  const missing = path.join(folder, 'missing');
  await expect(
    host.ask('scanFolder', { folder: missing, settings: pictures, excluded: [] }).answer,
  ).rejects.toMatchObject({
    code: 'folder-unreachable',
    facts: { folder: missing },
  });
});

test('a scan is cancelled', async () => {
  const asked = host.ask('scanFolder', { folder: images, settings: pictures, excluded: [] });
  host.cancel(asked.id);
  await expect(asked.answer).rejects.toMatchObject({ code: 'cancelled' });
});

test('a run is trained, inspected and draws', async () => {
  const events: TrainingEvent[] = [];
  const training = host.ask('train', { runFolder: trained, resume: false }, (some) => events.push(...some));
  await training.answer;
  expect(
    events.filter(({ type }) => type === 'step-done').map((event) => 'step' in event && event.step),
  ).toEqual([1, 2, 3]);
  expect(events[events.length - 1]).toMatchObject({ type: 'run-ended', outcome: 'finished' });

  const history = await host.ask('openRun', { runFolder: trained }).answer;
  expect(history.steps).toEqual(Float64Array.of(1, 2, 3));
  expect(sampleSteps(trained)).toEqual([0, 3]);

  expect(await host.ask('draw', { ...drawing, gallery: 'g', height: 8, width: 5 }).answer).toEqual({
    complete: true,
  });
  const drawn = await host.ask('openGallery', { runFolder: trained, gallery: 'g' }).answer;
  expect(drawn).toMatchObject({ count: 4, height: 8, width: 5, levels: 4 });
});

test('a picture is completed at its own size, and known pixels are kept', async () => {
  const unknown = Uint8Array.from({ length: 40 }, (_, i) => (i > 30 ? 1 : 0));
  const picture = { kind: 'gallery', gallery: 'g', index: 2 } as const;
  const before = await host.ask('readPicture', { runFolder: trained, picture }).answer;
  const asked = { ...drawing, gallery: 'h', seed: 9, completion: { picture, unknown } };
  await host.ask('draw', asked).answer;
  const drawn = await host.ask('openGallery', { runFolder: trained, gallery: 'h' }).answer;
  expect(drawn).toMatchObject({ count: 4, height: 8, width: 5 });
  for (let n = 0; n < 4; n++) {
    expect(drawn.pixels.slice(n * 40, n * 40 + 31)).toEqual(before.pixels.slice(0, 31));
  }
  await expect(host.ask('draw', { ...asked, className: 'a' }).answer).rejects.toMatchObject({
    code: 'class-unknown',
  });
  const useless = { picture, unknown: new Uint8Array(40) };
  await expect(host.ask('draw', { ...asked, completion: useless }).answer).rejects.toMatchObject({
    code: 'mask-unusable',
  });
});

test('a network is checked, and a run is forecast', async () => {
  const causality = await host.ask('checkCausality', { runFolder: trained }).answer;
  expect(causality).toMatchObject({ forbidden: 0, height: 8, width: 8 });
  expect(causality.seen.pixels).toHaveLength(64);
  const settings = { ...defaultSettings, ...pictures, classes: 'folders', steps: 9 } as const;
  const forecast = await host.ask('forecast', { images: 100, classNames: ['a', 'b'], settings }).answer;
  expect(forecast).toMatchObject({ lastStep: 9 });
  const memory = await host.ask('trainingMemory', null).answer;
  expect(memory.freeBytes).toBeGreaterThan(1e7);
});

test('the newest question wins, and a restarted job still answers for its pixels', async () => {
  const look = (question: number, index: number) =>
    ({ question, runFolder: trained, picture: { kind: 'validation', index } }) as const;
  const newer = host.ask('inspectImage', look(2, 1)).answer;
  const older = host.ask('inspectImage', look(1, 0)).answer;
  await expect(older).rejects.toMatchObject({ code: 'cancelled' });
  const { surprise } = await newer;
  const pixel = await host.ask('inspectPixel', { ...look(2, 1), x: 3, y: 2 }).answer;
  expect(pixel.bits[0]).toBeCloseTo(surprise[2 * 8 + 3] as number, 4);
  await expect(host.ask('inspectPixel', { ...look(1, 0), x: 0, y: 0 }).answer).rejects.toMatchObject({
    code: 'cancelled',
  });

  await host.stop();
  expect(await host.ask('inspectPixel', { ...look(2, 1), x: 3, y: 2 }).answer).toEqual(pixel);
});
