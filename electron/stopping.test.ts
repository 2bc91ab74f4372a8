/** Stopping a training during a long TensorFlow call, with the built job. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrainingEvent } from '../model/events';
import { findPreset } from '../model/presets';
import { readRunRecord } from '../model/run/run-folder';
import type { Settings } from '../model/settings';
import { Grants } from './grants';
import { JobHost } from './job/host';
import { RunLibrary } from './library/run-library';
import { Runs } from './runs';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const script = file('../dist/job/process.mjs');
const images = file('../resources/example-images/5');

let folder: string;
let training: JobHost;
let library: RunLibrary;
let runs: Runs;
let events: TrainingEvent[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stopping-'));
  events = [];
  training = new JobHost(
    'training',
    { command: process.execPath, args: [script], env: process.env },
    () => {},
  );
  library = new RunLibrary(path.join(folder, 'library'));
  runs = new Runs({
    training,
    library,
    grants: new Grants([images]),
    dialogs: { folderToRead: () => Promise.resolve(null) },
    emit: (name, payload) => void (name === 'training' && events.push(...(payload as TrainingEvent[]))),
  });
});
afterEach(async () => {
  await training.stop();
  fs.rmSync(folder, { recursive: true });
});

const has = (wanted: TrainingEvent['type']) => () => events.some(({ type }) => type === wanted);
const phase = () => (runs.handlers.trainingState() as { phase: string }).phase;

const tiny = { ...findPreset('tiny')?.settings, size: 8, filters: 8, blocks: 1 };

const start = (settings: Partial<Settings>) =>
  runs.handlers.startTraining(images, settings, 'tiny', []) as string;

async function expectStopped(id: string): Promise<void> {
  const stopping = runs.handlers.stopTraining();
  expect(phase()).toBe('stopping');
  await stopping;
  expect(runs.handlers.trainingState()).toMatchObject({ phase: 'idle', error: null });
  expect(has('step-done')()).toBe(false);
  const { status, history } = readRunRecord(library.runFolder(id));
  expect(status).toBe('stopped');
  expect(history.map(({ event }) => event).slice(-1)).toEqual(['stopped']);
  const names = fs.readdirSync(library.runFolder(id), { recursive: true, encoding: 'utf8' });
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
}

test.skipIf(process.platform === 'win32')(
  'a training that does not respond before its first step is killed, and the next starts at once',
  async () => {
    const id = start({ ...tiny, steps: 1_000_000 });
    const pid = training.pid as number;
    process.kill(pid, 'SIGSTOP');
    await expectStopped(id);
    expect(training.isRunning).toBe(false);

    const next = start({ ...tiny, steps: 3 });
    expect(training.pid).not.toBe(pid);
    await expect.poll(phase).toBe('idle');
    expect(readRunRecord(library.runFolder(next)).status).toBe('finished');
  },
);

test('a training stopped while the graph of a large network is traced has taken no step', async () => {
  const network = { ...findPreset('plus-plus')?.settings, size: 24, sampleCount: 1, validationShare: 0 };
  const id = start(network);
  // The checkpoint is saved right before the graph is traced, which takes seconds.
  await expect.poll(has('checkpoint-saved')).toBe(true);
  await expectStopped(id);
});

test('a pause before the first step is acknowledged at once, and no step is taken', async () => {
  start({ ...tiny, steps: 1_000_000 });
  const pausing = runs.handlers.pauseTraining();
  expect(phase()).toBe('pausing');
  await pausing;
  expect(phase()).toBe('paused');
  await expect.poll(has('run-started')).toBe(true);
  expect(has('step-done')()).toBe(false);
  await runs.handlers.continueTraining();
  await expect.poll(has('step-done')).toBe(true);
  await runs.stop();
});
