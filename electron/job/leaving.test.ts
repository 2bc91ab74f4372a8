/** Tests of how the built job ends: when the main process is killed, and on signals of the system. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrainingEvent } from '../../model/events';
import { findPreset } from '../../model/presets';
import { readRunRecord, runPaths } from '../../model/run/run-folder';
import { defaultSettings, type Settings } from '../../model/settings';
import { pick } from '../../model/pick';
import { pictureSettingNames } from '../../model/settings/data';
import { createRun } from '../../model/run/create-run';
import { JobHost } from './host';
import type { FromJob, JobRequestName, JobRequests } from './messages';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const images = file('../../resources/example-images/5');
const script = file('../../dist/job/process.mjs');
const pictures = { ...pick(defaultSettings, pictureSettingNames), size: 8, levels: 4 };

let folder: string;
const started: ChildProcess[] = [];
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaving-'));
});
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true });
});

function newRun(name: string, changes: Partial<Settings> = {}): string {
  const runFolder = path.join(folder, name);
  const endless = { steps: 10_000_000, evaluateEvery: 100_000, checkpointEvery: 100_000 };
  const settings = { ...defaultSettings, ...pictures, filters: 8, blocks: 1, batchSize: 4, ...endless };
  createRun(runFolder, { name, preset: 'tiny', settings: { ...settings, ...changes }, dataFolder: images });
  return runFolder;
}

/** Starts a main process whose job has this request. */
async function startMain<N extends JobRequestName>(name: N, argument: JobRequests[N]['argument']) {
  const request = JSON.stringify({ id: 1, name, argument });
  const main = spawn(process.execPath, [file('testing/main-process.mjs'), script, request]);
  started.push(main);
  const lines = readline.createInterface({ input: main.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the main process ended');
    return JSON.parse(value) as FromJob;
  };
  const { pid } = (await next()) as Extract<FromJob, { type: 'ready' }>;
  return {
    main,
    pid,
    async until(isIt: (message: FromJob) => boolean): Promise<void> {
      for (let message = await next(); !isIt(message); message = await next()) {
        if (message.type === 'error') throw new Error(JSON.stringify(message.error));
      }
    },
  };
}

const has = (message: FromJob, wanted: TrainingEvent['type']) =>
  message.type === 'event' && (message.event as TrainingEvent[]).some(({ type }) => type === wanted);

/** Whether a process has ended; a zombie, whose exit code nobody reads, has. */
function isGone(pid: number): boolean {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return true;
  }
}

function expectSaved(runFolder: string): void {
  const { status, history } = readRunRecord(runFolder);
  const { step = 0 } = history.at(-1) ?? {};
  expect(status).toBe('stopped');
  expect(step).toBeGreaterThan(0);
  expect(fs.readFileSync(runPaths(runFolder).last, 'utf8')).toBe(`${step}\n`);
  const [lastLine = ''] = fs
    .readFileSync(runPaths(runFolder).metrics, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-1);
  expect(JSON.parse(lastLine)).toMatchObject({ type: 'step-done', step });
}

test('a training whose main process is killed saves itself and ends', async () => {
  const runFolder = newRun('orphan');
  const { main, pid, until } = await startMain('train', { runFolder, resume: false });
  await until((message) => has(message, 'step-done'));
  main.kill('SIGKILL');
  await expect.poll(() => isGone(pid)).toBe(true);
  expectSaved(runFolder);
});

test.skipIf(process.platform === 'win32')(
  'a job whose main process is killed while a read holds it up ends',
  async () => {
    const pipe = path.join(folder, 'endless.png');
    execFileSync('mkfifo', [pipe]);
    const folders = fs.mkdtempSync(path.join(folder, 'pipes-'));
    for (let i = 0; i < 8; i++) execFileSync('mkfifo', [path.join(folders, `${i}.png`)]);
    const scan = { folder: folders, settings: pictures, excluded: [] };
    for (const { main, pid } of [
      await startMain('scanFolder', scan),
      await startMain('importRun', { file: '/dev/zero', runFolder: path.join(folder, 'zero') }),
      await startMain('readProvenance', { file: pipe }),
    ]) {
      main.kill('SIGKILL');
      await expect.poll(() => isGone(pid)).toBe(true);
    }
  },
);

test('a training whose main process is killed during a long TensorFlow call ends too', async () => {
  const settings = findPreset('plus-plus')?.settings;
  const runFolder = newRun('held up', { ...settings, ...pictures, size: 24 });
  const { main, pid, until } = await startMain('train', { runFolder, resume: false });
  await until((message) => has(message, 'run-started'));
  main.kill('SIGKILL');
  await expect.poll(() => isGone(pid)).toBe(true);
  // The job may have been quick enough to report this.
  expect(['running', 'stopped']).toContain(readRunRecord(runFolder).status);
});

test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGHUP'] as const)(
  'a job that gets %s saves its training, says so, and ends',
  async (signal) => {
    const runFolder = newRun(signal);
    const host = new JobHost(
      'training',
      { command: process.execPath, args: [script], env: process.env },
      () => {},
    );
    let steps = 0;
    const { answer } = host.ask('train', { runFolder, resume: false }, (events) => {
      steps += events.filter(({ type }) => type === 'step-done').length;
    });
    await expect.poll(() => steps).toBeGreaterThan(0);
    const pid = host.pid as number;
    // Ctrl-C in a terminal is meant for the main process.
    process.kill(pid, 'SIGINT');
    expect(await host.ask('snapshot', null).answer).not.toBeNull();
    process.kill(pid, signal);
    expect(await answer).toBeNull();
    await expect.poll(() => host.isRunning).toBe(false);
    expectSaved(runFolder);
  },
);
