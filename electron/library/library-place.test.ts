import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { createRun } from '../../model/run/create-run';
import { takeRunLock } from '../../model/run/run-lock';
import { defaultSettings } from '../../model/settings';
import { libraryChoice, moveRuns } from './library-place';
import { RunLibrary } from './run-library';

let base: string;
let library: RunLibrary;
const at = (...parts: string[]) => path.join(base, ...parts);
const addRun = (folder: string, id: string) => {
  createRun(path.join(folder, id), { name: id, preset: '', settings: defaultSettings, dataFolder: '' });
  fs.mkdirSync(path.join(folder, id, 'checkpoints', '5'), { recursive: true });
  fs.writeFileSync(path.join(folder, id, 'checkpoints', '5', 'weights'), id);
};

beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'place-'));
  library = new RunLibrary(at('library'));
  addRun(library.folder, 'one');
  addRun(library.folder, 'two');
});

test('an empty folder or one with runs is used itself; in any other a folder is made', () => {
  fs.mkdirSync(at('empty'));
  expect(libraryChoice(library, at('empty'))).toEqual({ folder: at('empty'), runsThere: 0, runsHere: 2 });
  addRun(at('other'), 'three');
  expect(libraryChoice(library, at('other'))).toEqual({ folder: at('other'), runsThere: 1, runsHere: 2 });
  fs.mkdirSync(at('documents'));
  fs.writeFileSync(at('documents', 'letter.txt'), '');
  const inside = at('documents', 'PixelCNN Studio runs');
  expect(libraryChoice(library, at('documents'))).toEqual({ folder: inside, runsThere: 0, runsHere: 2 });
});

test('the current folder is not a choice, and one inside it is refused', () => {
  expect(libraryChoice(library, library.folder)).toBeNull();
  expect(() => libraryChoice(library, path.join(library.folder, 'one'))).toThrow(/argument-invalid/);
});

const filesBelow = (folder: string): string[] =>
  fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });

test.each(['the same disk', 'another disk'])('runs move to %s, beside existing ones', async (disk) => {
  const rename = fs.renameSync.bind(fs);
  const isFromLibrary = (from: fs.PathLike) => path.dirname(String(from)) === library.folder;
  vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (disk === 'another disk' && isFromLibrary(from)) throw Object.assign(new Error(), { code: 'EXDEV' });
    rename(from, to);
  });
  const trashed: string[] = [];
  const trash = (folder: string) =>
    fs.promises.rm(folder, { recursive: true }).then(() => void trashed.push(folder));
  addRun(at('other'), 'one');
  expect(await moveRuns(library, at('other'), trash)).toBe(2);
  vi.restoreAllMocks();
  expect(library.ids()).toEqual([]);
  expect(new RunLibrary(at('other')).ids().sort()).toEqual(['one', 'one-2', 'two']);
  expect(fs.readFileSync(at('other', 'two', 'checkpoints', '5', 'weights'), 'utf8')).toBe('two');
  expect(filesBelow(at('other'))).toHaveLength(6);
  expect(trashed).toHaveLength(disk === 'another disk' ? 2 : 0);
});

test('no run moves while another process trains one of them', async () => {
  const lock = takeRunLock(library.runFolder('two'));
  const trash = () => Promise.reject(new Error('nothing goes to the trash'));
  await expect(moveRuns(library, at('other'), trash)).rejects.toMatchObject({ code: 'run-locked' });
  lock.release();
  expect(library.ids()).toHaveLength(2);
  expect(fs.existsSync(at('other'))).toBe(false);
});

test('a folder that cannot be written is reported, and the runs stay', async () => {
  fs.writeFileSync(at('file'), '');
  await expect(moveRuns(library, at('file', 'inside'), () => Promise.resolve())).rejects.toThrow();
  expect(library.ids()).toHaveLength(2);
});
