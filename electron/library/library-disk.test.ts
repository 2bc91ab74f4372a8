/** A library on disks that are full, can only be read, or changed under the program, and a clock that is set back. */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRun } from '../../model/run/create-run';
import { defaultSettings } from '../../model/settings';
import { PreferencesFile } from '../desktop/preferences';
import { moveRuns } from './library-move';
import { RunLibrary } from './run-library';

let base: string;
let library: RunLibrary;
let mounted: string[] = [];
const at = (...parts: string[]) => path.join(base, ...parts);

beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'disk-'));
  library = new RunLibrary(at('library'));
  for (const id of ['one', 'two']) {
    createRun(at('library', id), { name: id, preset: '', settings: defaultSettings, dataFolder: '' });
    fs.writeFileSync(at('library', id, 'metrics.jsonl'), 'x'.repeat(40_000));
  }
});
afterEach(() => {
  vi.useRealTimers();
  for (const disk of mounted) childProcess.execFileSync('umount', [disk]);
  mounted = [];
});

/** Mounts a disk of its own. @returns false where that is not permitted */
function mount(disk: string, options: string): boolean {
  fs.mkdirSync(disk);
  const { status } = childProcess.spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]);
  if (status === 0) mounted.push(disk);
  return status === 0;
}

const move = (to: string) =>
  moveRuns(
    {
      library,
      preferences: new PreferencesFile(at('preferences.json')),
      entryOf: (folder) => folder,
      trash: (folder) => fs.promises.rm(folder, { recursive: true }),
    },
    to,
  );

test('runs move to another disk, and stay where it is too small or can only be read', async ({ skip }) => {
  if (!mount(at('small'), 'size=64k')) return skip('This user may not mount disks.');
  await expect(move(at('small'))).rejects.toMatchObject({
    code: 'file-unwritable',
    facts: { reason: 'The disk is full' },
  });
  expect(fs.readdirSync(at('small'))).toEqual([]);
  mount(at('fixed'), 'size=1m,ro');
  await expect(move(at('fixed'))).rejects.toMatchObject({
    facts: { place: at('fixed'), reason: 'The disk is read-only' },
  });
  expect(library.folder).toBe(at('library'));
  expect(library.ids().sort()).toEqual(['one', 'two']);
  mount(at('large'), 'size=1m');
  expect(await move(at('large'))).toBe(2);
  expect(fs.readdirSync(at('large')).sort()).toEqual(['one', 'two']);
  expect(fs.readdirSync(at('library'))).toEqual([]);
});

test('a library that is gone or replaced by a file is named, and nothing is made in its place', () => {
  fs.renameSync(at('library'), at('elsewhere'));
  expect(() => library.describe('one', 'Other', '')).toThrow(/run-missing/);
  fs.writeFileSync(at('library'), 'mine');
  expect(() => library.reserve()).toThrow(/place-unusable/);
  expect(fs.readFileSync(at('library'), 'utf8')).toBe('mine');
});

test('runs made after the clock was set back replace no others', () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 29, 8), toFake: ['Date'] });
  const first = library.reserve();
  vi.setSystemTime(new Date(2026, 10, 29, 9));
  const second = library.reserve();
  vi.setSystemTime(new Date(2026, 10, 29, 8));
  expect(new Set([first, second, library.reserve(), library.reserve()]).size).toBe(4);
});
