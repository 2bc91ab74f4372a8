import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { thisProcess } from '../machine/process-identity';
import { contentsOf } from '../testing/folder-contents';
import { lockName } from './run-folder';
import { requireUntrained, takeRunLock, trainerOf } from './run-lock';

let folder: string;
let run: string;
let lock: string;
let script: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: path.join(import.meta.dirname, '../testing/lock-process.ts'),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'lock-process.mjs' } },
    },
  });
  script = path.join(folder, 'lock-process.mjs');
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const children: ChildProcess[] = [];
beforeEach(() => {
  run = fs.mkdtempSync(path.join(folder, 'run-'));
  lock = path.join(run, lockName);
});
afterEach(async () => {
  vi.useRealTimers();
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

/** Processes that wait for a line and then take the lock at the same moment. @returns the output of each */
async function race(count: number, ending = 'stay') {
  const started = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [script, run, ending], { stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    return { child, lines: readline.createInterface(child.stdout)[Symbol.asyncIterator]() };
  });
  for (const { lines } of started) expect((await lines.next()).value).toBe('ready');
  for (const { child } of started) child.stdin.write('go\n');
  return Promise.all(
    started.map(async ({ child, lines }) => ({ child, said: (await lines.next()).value as string })),
  );
}

const errorOf = (code: string) => expect.objectContaining({ code });
const take = () => takeRunLock(run);
/** A lock that another process left, last written some seconds ago. */
function leaveLock(
  changes: Partial<ReturnType<typeof thisProcess> & { token: string }>,
  secondsAgo = 0,
  file = lock,
): void {
  fs.writeFileSync(file, JSON.stringify({ token: 'other', since: 1, ...thisProcess(), ...changes }));
  const time = Date.now() / 1000 - secondsAgo;
  fs.utimesSync(file, time, time);
}

describe('processes', () => {
  test('of many that try at once one trains, and the others report which', async () => {
    const said = await race(6);
    expect(said.map((one) => one.said).sort()).toEqual(['held', ...Array(5).fill('run-locked')]);
    const { pid } = said.find((one) => one.said === 'held')?.child ?? {};
    expect(trainerOf(run)).toMatchObject({ pid, host: os.hostname() });
    expect(take).toThrow(
      expect.objectContaining({ code: 'run-locked', facts: expect.objectContaining({ folder: run, pid }) }),
    );
    expect(() => requireUntrained(run)).toThrow(errorOf('run-locked'));
  });

  test('of many that find a lock whose process was killed, one takes it over', async () => {
    for (let round = 0; round < 4; round++) {
      const said = await race(4);
      const [held, ...others] = said.filter((one) => one.said === 'held');
      expect(others).toEqual([]);
      held?.child.kill('SIGKILL');
      await once(held?.child as ChildProcess, 'exit');
      expect(trainerOf(run)).toBeUndefined();
      expect(fs.readdirSync(run)).toEqual([lockName]);
    }
  });

  test.each(['exit', 'throw'])('one that ends by itself leaves no lock: %s', async (ending) => {
    const [one] = await race(1, ending);
    expect(one?.said).toBe('held');
    if (one?.child.exitCode === null) await once(one.child, 'exit');
    expect(fs.readdirSync(run)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')(
    'one that has ended but is still in the list is gone',
    async () => {
      // The shell becomes a program that never asks how its child ended; only then does the child end.
      const parent = spawn('sh', ['-c', '(read end <&3) & echo $!; exec sleep 600'], {
        stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
      });
      children.push(parent);
      const said = parent.stdout as Readable;
      const pid = Number((await readline.createInterface(said)[Symbol.asyncIterator]().next()).value);
      const name = () => fs.readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim();
      await expect.poll(name).toBe('sleep');
      (parent.stdio[3] as Writable).end('end\n');
      const state = () => fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2];
      await expect.poll(state).toBe('Z');
      const { started } = thisProcess();
      leaveLock({ pid, started });
      take().release();
    },
  );
});

describe('a lock that is found', () => {
  test.runIf(process.platform === 'linux')(
    'of a number that another program has by now is taken over',
    () => {
      leaveLock({ started: '1' });
      take().release();
      leaveLock({});
      expect(take).toThrow(errorOf('run-locked'));
    },
  );

  test.each([
    ['another computer', { host: 'elsewhere' }],
    ['another container or an earlier start of this computer', { system: 'another' }],
  ])('of %s holds as long as it is written again', (_, changes) => {
    leaveLock(changes, 50);
    expect(take).toThrow(errorOf('run-locked'));
    expect(trainerOf(run)).toMatchObject(changes);
    leaveLock(changes, 70);
    expect(trainerOf(run)).toBeUndefined();
    const mine = take();
    expect(trainerOf(run)).toMatchObject({ pid: process.pid });
    mine.release();
    expect(fs.readdirSync(run)).toEqual([]);
  });

  test('is judged by the clock of its disk, not by that of this computer', () => {
    leaveLock({ host: 'elsewhere' }, 10);
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
    expect(take).toThrow(errorOf('run-locked'));
  });
});

describe('a lock that is being taken over', () => {
  test('whose successor was interrupted before it held the lock is taken over too', () => {
    const gone = { host: 'elsewhere' };
    leaveLock(gone, 600);
    leaveLock({ ...gone, token: 'second' }, 500, `${lock}.other`);
    leaveLock({ ...gone, token: 'third' }, 400, `${lock}.second`);
    take().release();
    expect(fs.readdirSync(run)).toEqual([]);
  });

  test('belongs to the process that is taking it over', () => {
    leaveLock({ host: 'elsewhere' }, 600);
    leaveLock({ host: 'third', token: 'second' }, 0, `${lock}.other`);
    const left = contentsOf(run);
    const theirs = expect.objectContaining({ host: 'third' });
    expect(take).toThrow(expect.objectContaining({ code: 'run-locked', facts: theirs }));
    expect(contentsOf(run)).toEqual(left);
  });

  test('belongs to a process that has taken it over meanwhile', () => {
    leaveLock({ host: 'elsewhere' }, 600);
    const link = fs.linkSync.bind(fs);
    vi.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
      // At the last moment: the gone holder's lock has been read and found to be over.
      if (String(to).endsWith('.other')) leaveLock({ host: 'third', token: 'second' });
      link(from, to);
    });
    const theirs = expect.objectContaining({ host: 'third' });
    expect(take).toThrow(expect.objectContaining({ code: 'run-locked', facts: theirs }));
    vi.restoreAllMocks();
    expect(trainerOf(run)).toMatchObject({ token: 'second' });
    expect(fs.readdirSync(run)).toEqual([lockName]);
  });
});

describe('a file in the place of a lock', () => {
  test.runIf(process.platform !== 'win32')('that is a pipe is refused, and not waited for', () => {
    execFileSync('mkfifo', [lock]);
    expect(take).toThrow(errorOf('file-foreign'));
    expect(trainerOf(run)).toBeUndefined();
  });

  test.each(['{}', '[', 'my lock', '{"pid":1}'])('that is none, %s, stays as it is', (text) => {
    fs.writeFileSync(lock, text);
    expect(take).toThrow(errorOf('file-foreign'));
    expect(trainerOf(run)).toBeUndefined();
    requireUntrained(run);
    expect(fs.readFileSync(lock, 'utf8')).toBe(text);
    expect(fs.readdirSync(run)).toEqual([lockName]);
  });

  test('that is a broken link or a folder is not a lock', () => {
    fs.symlinkSync(path.join(run, 'gone'), lock);
    expect(take).toThrow(errorOf('file-foreign'));
    fs.unlinkSync(lock);
    fs.mkdirSync(lock);
    expect(take).toThrow(errorOf('file-foreign'));
  });
});

describe('a lock that is kept', () => {
  test('is written again as time goes by', () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    const mine = take();
    fs.utimesSync(lock, 1, 1);
    vi.advanceTimersByTime(20_000);
    expect(fs.statSync(lock).mtimeMs).toBeGreaterThan(1e12);
    expect(trainerOf(run)).toMatchObject({ pid: process.pid });
    mine.confirm();
    mine.release();
  });

  test.each([
    [
      'trains',
      () => {
        fs.unlinkSync(lock);
        leaveLock({ host: 'elsewhere' });
      },
    ],
    ['has trained', () => fs.unlinkSync(lock)],
  ])('and was given up during a silence ends the training, as another %s the run', (_, takeOver) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const mine = take();
    mine.confirm();
    takeOver();
    const theirs = contentsOf(run);
    vi.setSystemTime(Date.now() + 120_000);
    expect(() => mine.confirm()).toThrow(errorOf('run-taken-over'));
    mine.release();
    expect(contentsOf(run)).toEqual(theirs);
  });

  test('moves with the folder, and is free there when it is released', () => {
    const mine = take();
    const moved = `${run}-moved`;
    fs.renameSync(run, moved);
    expect(() => takeRunLock(moved)).toThrow(errorOf('run-locked'));
    mine.release();
    expect(fs.existsSync(run)).toBe(false);
    expect(trainerOf(moved)).toBeUndefined();
    takeRunLock(moved).release();
    expect(fs.readdirSync(moved)).toEqual([]);
  });

  test('needs a folder', () => {
    fs.rmdirSync(run);
    expect(take).toThrow(errorOf('folder-gone'));
    expect(fs.existsSync(run)).toBe(false);
  });
});
