import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { writeFileWhole } from '../../model/files/write-file';
import { mostExactBytes } from '../../model/run/metrics';
import { readRunRecord, recordInRun, runPaths, writeRunRecord } from '../../model/run/run-folder';
import { defaultSettings } from '../../model/settings';
import { createRun } from '../../model/run/create-run';
import { takeRunLock } from '../../model/run/run-lock';
import { Grants } from '../grants';
import type { JobHost } from '../job/host';
import { libraryHandlers } from './library-calls';
import { RunLibrary } from './run-library';

let library: RunLibrary;
let grants: Grants;
let images: string;
let trained: string | null;
let calls: ReturnType<typeof libraryHandlers>;
const emitted: string[] = [];
const losses = {
  steps: Float64Array.of(1),
  training: Float64Array.of(2),
  validationSteps: Float64Array.from({ length: 100 }, (_, i) => 10 * i),
  validation: new Float64Array(100),
};

beforeEach(() => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'library-'));
  images = path.join(folder, 'images');
  fs.mkdirSync(images);
  library = new RunLibrary(path.join(folder, 'runs'));
  grants = new Grants([]);
  trained = null;
  emitted.length = 0;
  const ask = (() => ({ id: 0, answer: Promise.resolve(losses) })) as unknown as JobHost['ask'];
  calls = libraryHandlers({
    interactive: { ask },
    library,
    grants,
    emit: (name) => void emitted.push(name),
    trainedRun: () => trained,
    trash: (run) => fs.promises.rm(run, { recursive: true }),
    reveal: () => {},
  });
  createRun(path.join(library.folder, 'run'), {
    name: 'Digits',
    preset: 'tiny',
    settings: { ...defaultSettings, filters: 8 },
    dataFolder: images,
  });
});

test('a name and a note are saved, but an empty name is refused', () => {
  void calls.describeRun('run', { name: '  Icons ', note: 'second try\n' });
  expect(readRunRecord(library.runFolder('run'))).toMatchObject({ name: 'Icons', note: 'second try' });
  expect(emitted).toEqual(['runsChanged']);
  expect(() => calls.describeRun('run', { name: ' ', note: '' })).toThrow(/argument-invalid/);
});

test('the record saved at the end of a training does not restore an old name', () => {
  const folder = library.runFolder('run');
  const before = readRunRecord(folder);
  recordInRun(folder, 'finished', { event: 'finished', step: 9 });
  expect(before.status).toBe('running');
  const written = fs.readFileSync(runPaths(folder).record, 'utf8');
  void calls.describeRun('run', { name: 'Icons', note: '' });
  expect(fs.readFileSync(runPaths(folder).record, 'utf8')).toBe(written);
  expect(readRunRecord(folder)).toMatchObject({ name: 'Icons', status: 'finished' });
});

test('a damaged run is listed as such and does not hide others', async () => {
  const broken = ['null', '{"format":99}', '{"format":1,"created":{}}', '\0'];
  for (const [n, text] of broken.entries()) {
    fs.mkdirSync(path.join(library.folder, `broken-${n}`));
    fs.writeFileSync(runPaths(path.join(library.folder, `broken-${n}`)).record, text);
  }
  fs.mkdirSync(path.join(library.folder, 'broken-4/run.json'), { recursive: true });
  library.markInterrupted();
  const list = await calls.listRuns();
  expect(list.map(({ id, damaged }) => [id, damaged !== null]).sort()).toEqual([
    ...[0, 1, 2, 3, 4].map((n) => [`broken-${n}`, true]),
    ['run', false],
  ]);
  for (const { created, damaged } of list) {
    expect(created).toBeGreaterThan(0);
    expect(damaged ?? '').not.toMatch(/TypeError|undefined|\bat \//);
  }
  expect(list.find(({ id }) => id === 'broken-1')?.damaged).toContain('newer version');
});

test('a run whose last checkpoint is damaged is listed and can resume from another', async () => {
  const folder = path.join(library.folder, 'made');
  const made = path.join(import.meta.dirname, '../../model/testing/fixtures/made-by-0.1.0/library/plain');
  fs.cpSync(made, folder, { recursive: true });
  fs.writeFileSync(path.join(runPaths(folder).checkpoint(40), 'state.json'), '{');
  expect(await library.summary('made')).toMatchObject({ damaged: null, hasCheckpoint: true, step: 40 });
  writeFileWhole(runPaths(folder).last, 'forty');
  expect(await library.summary('made')).toMatchObject({ damaged: null, hasCheckpoint: true });
  expect(() => library.checkpoints('made')).toThrow(
    expect.objectContaining({ code: 'checkpoint-missing', facts: { folder, others: [20] } }) as Error,
  );
  for (const step of [20, 40]) fs.rmSync(runPaths(folder).checkpoint(step), { recursive: true });
  expect((await library.summary('made')).damaged).toContain('does not name a step');
});

test('a run is moved to the trash, but not during its training', async () => {
  trained = 'run';
  await expect(calls.trashRun('run')).rejects.toMatchObject({ code: 'run-training' });
  trained = null;
  await calls.trashRun('run');
  expect(library.ids()).toEqual([]);
});

test('a run that another process trains is not moved to the trash or marked as interrupted', async () => {
  const lock = takeRunLock(library.runFolder('run'));
  const busy = { code: 'run-locked', facts: { pid: process.pid } };
  await expect(calls.trashRun('run')).rejects.toMatchObject(busy);
  const before = fs.readFileSync(runPaths(library.runFolder('run')).record);
  library.markInterrupted();
  library.interrupt(library.runFolder('run'), 'the job died');
  expect(fs.readFileSync(runPaths(library.runFolder('run')).record)).toEqual(before);
  lock.release();
  library.markInterrupted();
  expect(library.record('run').status).toBe('interrupted');
  await calls.trashRun('run');
  expect(library.ids()).toEqual([]);
});

test('an opened run has its losses and the steps of its samples', async () => {
  const { samples, sample } = runPaths(library.runFolder('run'));
  fs.mkdirSync(samples);
  for (const step of [0, 100, 20]) fs.writeFileSync(sample(step), '');
  expect(await calls.openRun('run')).toMatchObject({
    summary: { id: 'run', sampleStep: 100 },
    losses,
    sampleSteps: [0, 20, 100],
  });
});

test('a duplicate of a run of 0.1.0 has the same exclusions', () => {
  const folder = library.runFolder('run');
  const record = readRunRecord(folder);
  writeRunRecord(folder, { ...record, format: 1, reading: 1, excluded: ['', 'cats', 'a.png'] });
  expect(calls.duplicateRun('run')).toMatchObject({ excluded: ['no-subfolder', 'cats', 'a.png'] });
});

test('a duplicate may use the images of the run if they still exist', () => {
  expect(() => grants.require(images)).toThrow(/folder-unreachable/);
  expect(calls.duplicateRun('run')).toMatchObject({
    settings: { filters: 8 },
    preset: 'tiny',
    dataFolder: images,
  });
  expect(grants.require(images)).toBe(images);
  fs.rmdirSync(images);
  expect(calls.duplicateRun('run')).toMatchObject({ dataFolder: null });
});

test('the curve of a list is short, ends with the last evaluation, and ignores an incomplete line', async () => {
  const lines = Array.from({ length: 1000 }, (_, i) => [
    JSON.stringify({ type: 'step-done', step: i + 1, milliseconds: i, training: { nats: 1, bits: 2 } }),
    ...(i % 10 === 9
      ? [
          JSON.stringify({
            type: 'evaluated',
            step: i + 1,
            milliseconds: i,
            validation: { nats: 1, bits: 1000 / (i + 1) },
          }),
        ]
      : []),
  ]).flat();
  fs.writeFileSync(
    runPaths(library.runFolder('run')).metrics,
    `${lines.join('\n')}\n{"type":"evaluated","st`,
  );
  const { steps, bits } = await calls.validationCurve('run');
  expect(steps.length).toBeLessThanOrEqual(50);
  expect(steps.length).toBeGreaterThan(20);
  expect([steps[steps.length - 1], bits[bits.length - 1]]).toEqual([1000, 1]);
});

test('the curve of a very long run is asked of the job, which has an index', async () => {
  fs.writeFileSync(runPaths(library.runFolder('run')).metrics, Buffer.alloc(mostExactBytes + 1));
  const { steps, bits } = await calls.validationCurve('run');
  expect([steps.length, steps[steps.length - 1], bits[0]]).toEqual([34, 990, 0]);
});

test('a summary is read again only after a change', async () => {
  const first = await library.summary('run');
  expect(await library.summary('run')).toBe(first);
  library.describe('run', 'Icons', '');
  expect(await library.summary('run')).toMatchObject({ name: 'Icons' });
});
