import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { StudioError } from '../model/errors';
import type { RunStarted, TrainingEvent } from '../model/events';
import { temporaryName } from '../model/files/write-file';
import { readRunRecord, recordInRun, runPaths } from '../model/run/run-folder';
import { defaultSettings } from '../model/settings';
import { createRun } from '../model/run/create-run';
import { takeRunLock } from '../model/run/run-lock';
import { Grants } from './grants';
import type { JobHost } from './job/host';
import { RunLibrary } from './library/run-library';
import { Runs } from './runs';

const started: RunStarted = {
  type: 'run-started',
  step: 0,
  lastStep: 10,
  stepsPerEpoch: 5,
  parameters: 1,
  trainingImages: 9,
  validationImages: 1,
  references: { uniform: 1, histogram: 0.5, png: 0.75 },
  isAveraged: false,
};

/** A fake training job, which the tests control. */
class HandJob {
  readonly asked: string[] = [];
  readonly arguments: unknown[] = [];
  emit: (events: TrainingEvent[]) => void = () => {};
  finish: () => void = () => {};
  fail: (error: StudioError) => void = () => {};
  readonly ask = ((name: string, argument: unknown, onEvent?: (events: TrainingEvent[]) => void) => {
    this.asked.push(name);
    this.arguments.push(argument);
    if (name !== 'train') {
      if (name === 'stopTraining') this.finish();
      return { id: 0, answer: Promise.resolve(null) };
    }
    this.emit = onEvent ?? this.emit;
    const answer = new Promise<null>((resolve, reject) => {
      this.finish = () => resolve(null);
      this.fail = reject;
    });
    return { id: 0, answer };
  }) as unknown as JobHost['ask'];
  readonly kill = () => Promise.resolve();
}

let job: HandJob;
let library: RunLibrary;
let runs: Runs;
const emitted: [string, unknown][] = [];
const chooseFolder = vi.fn<(title: string) => string | null>();
const phase = () => runs.handlers.trainingState() as { phase: string; error: unknown };

beforeEach(() => {
  job = new HandJob();
  library = new RunLibrary(path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'library-')), 'runs'));
  emitted.length = 0;
  const grants = new Grants(['/images']);
  runs = new Runs({
    training: job,
    library,
    grants,
    emit: (name, payload) => void emitted.push([name, payload]),
    dialogs: { folderToRead: (_, title) => Promise.resolve(chooseFolder(title)) },
  });
});

const start = () => runs.handlers.startTraining('/images', { levels: '2' }, 'tiny', ['x.png']) as string;

test('a run is created, its events are reported, and it finishes', async () => {
  const id = start();
  expect(readRunRecord(library.runFolder(id))).toMatchObject({
    name: 'Tiny on images',
    status: 'running',
    settings: { ...defaultSettings, levels: 2 },
    excluded: ['x.png'],
  });
  expect(phase()).toMatchObject({ phase: 'starting', run: id });
  job.emit([started]);
  expect(phase().phase).toBe('running');
  expect(emitted).toContainEqual(['training', [started]]);
  job.finish();
  await expect.poll(phase).toMatchObject({ phase: 'idle', error: null });
});

test('runs made in the same second each get a folder', () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 28, 12, 0, 0), toFake: ['Date'] });
  const ids = [library.reserve(), new RunLibrary(library.folder).reserve(), start()];
  vi.useRealTimers();
  expect(ids).toEqual(['2026-11-28-120000', '2026-11-28-120000-2', '2026-11-28-120000-3']);
  // A reserved folder is not a run yet.
  expect(library.ids()).toEqual(['2026-11-28-120000-3']);
});

test('a run with classes is not created for a folder without classes', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'images-'));
  const grants = new Grants([folder]);
  runs = new Runs({
    training: job,
    library,
    grants,
    emit: (name, payload) => void emitted.push([name, payload]),
    dialogs: { folderToRead: (_, title) => Promise.resolve(chooseFolder(title)) },
  });
  const startWith = async (...excluded: string[]) =>
    runs.handlers.startTraining(folder, { classes: 'folders' }, 'tiny', excluded);
  const refused = (classes: string[]) => ({ code: 'too-few-classes', facts: { folder, classes } });
  fs.writeFileSync(path.join(folder, '1.png'), '');
  await expect(startWith()).rejects.toMatchObject(refused([]));
  for (const name of ['cats', 'dogs', 'empty']) fs.mkdirSync(path.join(folder, name));
  fs.writeFileSync(path.join(folder, 'cats', '2.png'), '');
  fs.writeFileSync(path.join(folder, 'empty', 'notes.txt'), '');
  await expect(startWith('')).rejects.toMatchObject(refused(['cats']));
  fs.writeFileSync(path.join(folder, 'dogs', '3.png'), '');
  await expect(startWith('dogs', '1.png')).rejects.toMatchObject(refused(['cats']));
  expect(fs.existsSync(library.folder) ? fs.readdirSync(library.folder) : []).toEqual([]);
  expect(job.asked).toEqual([]);
  expect(phase().phase).toBe('idle');
  expect(emitted).toEqual([]);

  // Either of them may have read the folder first.
  const both = await Promise.allSettled([startWith(), startWith()]);
  const ids = both.flatMap((ended) => (ended.status === 'fulfilled' ? [ended.value] : []));
  expect(ids.map((id) => readRunRecord(library.runFolder(id)).dataFolder)).toEqual([folder]);
  expect(both).toContainEqual({
    status: 'rejected',
    reason: expect.objectContaining({ code: 'run-busy' }) as Error,
  });
  fs.rmSync(folder, { recursive: true });
});

test('a start that fails leaves no folder', () => {
  const isFull = () => {
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
  };
  const spies = [vi.spyOn(fs, 'linkSync'), vi.spyOn(fs, 'copyFileSync')];
  for (const spy of spies) spy.mockImplementation(isFull);
  expect(start).toThrow(/file-unwritable/);
  for (const spy of spies) spy.mockRestore();
  expect(fs.readdirSync(library.folder)).toEqual([]);
  expect(phase().phase).toBe('idle');
});

test('a training is paused, continued and stopped', async () => {
  start();
  job.emit([started]);
  await runs.handlers.pauseTraining();
  expect(phase().phase).toBe('paused');
  await runs.handlers.continueTraining();
  expect(phase().phase).toBe('running');
  await runs.handlers.stopTraining();
  expect(phase().phase).toBe('idle');
  expect(job.asked).toEqual(['train', 'pauseTraining', 'continueTraining', 'stopTraining']);
});

test('a pause is acknowledged at once, even before the first step, and the training continues from there', async () => {
  start();
  const pausing = runs.handlers.pauseTraining();
  expect(phase().phase).toBe('pausing');
  job.emit([started]);
  expect(phase().phase).toBe('pausing');
  await pausing;
  expect(phase().phase).toBe('paused');
  await runs.handlers.continueTraining();
  expect(phase().phase).toBe('running');
});

test('a training that is continued before its start is starting', async () => {
  start();
  await runs.handlers.pauseTraining();
  await runs.handlers.continueTraining();
  expect(phase().phase).toBe('starting');
  job.emit([started]);
  expect(phase().phase).toBe('running');
});

test('the error of a training that fails can be read', async () => {
  start();
  job.fail(new StudioError('not-a-number', { step: 3, backAt: 2 }));
  await expect.poll(phase).toMatchObject({ phase: 'idle', error: { code: 'not-a-number' } });
});

test('a job that dies leaves an interrupted run', async () => {
  const id = start();
  job.fail(new StudioError('job-died', { job: 'training', output: 'killed' }));
  await expect.poll(() => phase().phase).toBe('idle');
  expect(readRunRecord(library.runFolder(id))).toMatchObject({
    status: 'interrupted',
    history: [{ event: 'interrupted', detail: 'killed' }],
  });
});

test('a job that dies after its run was removed ends the training too', async () => {
  const id = start();
  fs.renameSync(library.runFolder(id), path.join(library.folder, 'moved'));
  job.fail(new StudioError('job-died', { job: 'training', output: 'killed' }));
  await expect.poll(phase).toMatchObject({ phase: 'idle', error: { code: 'job-died' } });
  expect(library.ids()).toEqual(['moved']);
});

test('a run that another process trains is not resumed here', () => {
  const id = library.reserve();
  createRun(library.runFolder(id), {
    name: 'x',
    preset: '',
    settings: defaultSettings,
    dataFolder: '/images',
  });
  const lock = takeRunLock(library.runFolder(id));
  expect(() => runs.handlers.resumeRun(id, null)).toThrow(expect.objectContaining({ code: 'run-locked' }));
  expect(phase().phase).toBe('idle');
  lock.release();
  runs.handlers.resumeRun(id, null);
  expect(job.asked).toEqual(['train']);
});

test('resuming an imported run asks for its images, and uses the named checkpoint', async () => {
  const id = library.reserve();
  const runFolder = library.runFolder(id);
  createRun(runFolder, { name: 'Digits', preset: '', settings: defaultSettings, dataFolder: '' });
  chooseFolder.mockReturnValueOnce(null);
  await expect(runs.handlers.resumeRun(id, null)).rejects.toMatchObject({ code: 'cancelled' });
  expect(job.asked).toEqual([]);
  chooseFolder.mockReturnValueOnce('/here');
  await runs.handlers.resumeRun(id, 20);
  expect(chooseFolder).toHaveBeenCalledWith('Images of “Digits”');
  expect(job.arguments).toEqual([{ runFolder, resume: true, checkpoint: 20, dataFolder: '/here' }]);
});

test('a job that dies after its run has ended does not change the run', async () => {
  const id = start();
  const runFolder = library.runFolder(id);
  recordInRun(runFolder, 'stopped', { event: 'stopped', step: 4 });
  job.fail(new StudioError('job-died', { job: 'training', output: 'ended' }));
  await expect.poll(() => phase().phase).toBe('idle');
  expect(readRunRecord(runFolder)).toMatchObject({ status: 'stopped', history: [{ event: 'stopped' }] });
});

test('the unfinished files of a killed training are removed, and nothing else', async () => {
  const id = start();
  const { checkpoints, checkpoint, samples } = runPaths(library.runFolder(id));
  const folders = [library.runFolder(id), samples, checkpoints, checkpoint(0)];
  for (const folder of folders) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(temporaryName(path.join(folder, 'weights.safetensors')), 'half');
    fs.writeFileSync(path.join(folder, 'notes.tmp'), 'mine');
  }
  job.fail(new StudioError('job-died', { job: 'training', output: 'killed' }));
  await expect.poll(() => phase().phase).toBe('idle');
  const left = folders.flatMap((folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.tmp')));
  expect(left).toEqual(folders.map(() => 'notes.tmp'));
});

test('only one training runs at a time, on a granted folder, with valid settings', () => {
  expect(() => runs.handlers.startTraining('/etc', {}, 'tiny', [])).toThrow(/folder-unreachable/);
  expect(() => runs.handlers.startTraining('/images', { levels: 1 }, 'tiny', [])).toThrow(/settings-invalid/);
  expect(library.ids()).toEqual([]);
  const id = start();
  expect(start).toThrow(expect.objectContaining({ code: 'run-busy', facts: { run: 'Tiny on images' } }));
  expect(() => runs.handlers.resumeRun('other', null)).toThrow(/run-busy/);
  expect(() => runs.handlers.resumeRun(id, null)).toThrow(/run-training/);
});
