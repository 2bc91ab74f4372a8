/** Training and the images of its run: classes, colours, changed and moved files. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readRunRecord } from '../run/run-folder';
import { writeTinyImages } from '../testing/tiny-images';
import { createRun } from '../run/create-run';
import { exportRun } from '../run/export-run';
import { importRun } from '../run/import-run';
import { readSamples } from '../run/samples';
import { tinyTraining, tinySettings } from '../testing/tiny-training';

const { begin, resume, newRun, fixture } = tinyTraining();
const historyOf = (runFolder: string) => readRunRecord(runFolder).history.map(({ event }) => event);

test('a run with classes needs at least two', async () => {
  const runFolder = newRun('classless', { classes: 'folders' });
  expect((await begin(runFolder)).error).toEqual({
    code: 'too-few-classes',
    facts: { folder: fixture.images, classes: [] },
  });
  expect(readRunRecord(runFolder).status).toBe('failed');
});

test('a class that the network does not know is refused, even where changed images are accepted', async () => {
  fs.rmSync(fixture.images, { recursive: true });
  await writeTinyImages(fixture.images, { count: 12, size: 8, classes: 2 });
  const runFolder = newRun('classes', { classes: 'folders', steps: 2 });
  expect((await begin(runFolder)).error).toBeUndefined();
  await writeTinyImages(path.join(fixture.images, 'new'), { count: 1, size: 9 });
  const { error } = await resume(runFolder, { steps: 4, acceptChangedData: true });
  expect(error).toEqual({
    code: 'class-unknown',
    facts: { className: 'new', known: ['class-0', 'class-1'] },
  });
  expect(readRunRecord(runFolder)).toMatchObject({ status: 'finished', settings: { steps: 2 } });
});

test('a run records the reference losses of its images, and its palette', async () => {
  fs.rmSync(fixture.images, { recursive: true });
  await writeTinyImages(fixture.images, { count: 14, size: 8, inColour: true });
  const runFolder = newRun('kept', { colour: 'palette', levels: 4, steps: 2 });
  const { events } = await begin(runFolder);
  const { references, palette } = readRunRecord(runFolder);
  expect(events.find(({ type }) => type === 'run-started')).toMatchObject({ references });
  expect(references?.uniform).toBe(2);
  expect(references?.histogram).toBeLessThan(2);
  expect(references?.png).toBeGreaterThan(0);
  expect(new Set(palette).size).toBe(4);
  const [sample] = await readSamples(runFolder);
  expect(sample?.pictures).toMatchObject({ palette, channels: 1, levels: 4 });

  // The palette is kept as it was chosen from all images, even if the images change later.
  for (const file of fs.readdirSync(fixture.images).slice(0, 5)) fs.rmSync(path.join(fixture.images, file));
  await resume(runFolder, { steps: 4, acceptChangedData: true });
  expect(readRunRecord(runFolder).palette).toEqual(palette);
});

test('changed images are refused by name, unless accepted', async () => {
  const runFolder = newRun('changed', { steps: 5 });
  await begin(runFolder);
  const [first, second] = fs.readdirSync(fixture.images).sort() as [string, string];
  fs.renameSync(path.join(fixture.images, first), path.join(fixture.images, 'new.png'));
  await writeTinyImages(path.join(fixture.folder, 'others'), { count: 1, size: 16 });
  fs.copyFileSync(path.join(fixture.folder, 'others', '0000.png'), path.join(fixture.images, second));
  const refused = await resume(runFolder, { steps: 8 });
  expect(refused.error).toEqual({
    code: 'data-changed',
    facts: { folder: fixture.images, missing: [first], added: ['new.png'], changed: [second] },
  });
  expect(readRunRecord(runFolder)).toMatchObject({ status: 'finished', settings: { steps: 5 } });

  const accepted = await resume(runFolder, { steps: 8, acceptChangedData: true });
  expect(accepted.error).toBeUndefined();
  expect(accepted.events).toContainEqual({
    type: 'noticed',
    step: 5,
    notice: { code: 'accepted-changed-data', files: 3 },
  });
  expect(historyOf(runFolder)).toEqual([
    'started',
    'finished',
    'accepted-changed-data',
    'resumed-not-bit-exact',
    'finished',
  ]);
});

test('moved images are read from the given folder', async () => {
  const runFolder = newRun('moved', { steps: 5 });
  await begin(runFolder);
  const elsewhere = path.join(fixture.folder, 'elsewhere');
  fs.renameSync(fixture.images, elsewhere);
  expect((await resume(runFolder, { steps: 8 })).error).toMatchObject({ code: 'folder-unreachable' });
  expect((await resume(runFolder, { steps: 8, dataFolder: elsewhere })).error).toBeUndefined();
  expect(readRunRecord(runFolder)).toMatchObject({ dataFolder: elsewhere, status: 'finished' });
  expect(historyOf(runFolder)).toContain('resumed-exactly');
});

test('an imported network is trained with its own classes and palette', async () => {
  const seen = path.join(fixture.folder, 'classes');
  await writeTinyImages(seen, { count: 12, size: 8, classes: 3, inColour: true });
  const settings = { ...tinySettings, steps: 2, classes: 'folders', colour: 'palette' } as const;
  const made = path.join(fixture.folder, 'made');
  createRun(made, { name: 'made', preset: 'tiny', settings, dataFolder: seen });
  expect((await begin(made)).error).toBeUndefined();
  const file = path.join(fixture.folder, 'made.safetensors');
  exportRun(made, file);
  const runFolder = path.join(fixture.folder, 'imported');
  importRun({ from: file, runFolder, set: {} });
  expect((await resume(runFolder)).error).toEqual({ code: 'images-unknown', facts: {} });
  // One of the classes has no picture any more, and the colours differ.
  fs.rmSync(path.join(seen, 'class-0'), { recursive: true });
  expect((await resume(runFolder, { dataFolder: seen })).error).toBeUndefined();
  const { classNames, palette, dataFolder } = readRunRecord(runFolder);
  expect(classNames).toEqual(['class-0', 'class-1', 'class-2']);
  expect(palette).toEqual(readRunRecord(made).palette);
  expect(dataFolder).toBe(seen);
});
