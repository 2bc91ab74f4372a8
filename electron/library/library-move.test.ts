import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { createRun } from '../../model/run/create-run';
import { takeRunLock } from '../../model/run/run-lock';
import { defaultSettings } from '../../model/settings';
import { PreferencesFile } from '../desktop/preferences';
import { moveRuns } from './library-move';
import { RunLibrary } from './run-library';

let base: string;
let library: RunLibrary;
let preferences: PreferencesFile;
const at = (...parts: string[]) => path.join(base, ...parts);
const addRun = (folder: string, id: string) => {
  createRun(path.join(folder, id), { name: id, preset: '', settings: defaultSettings, dataFolder: '' });
  fs.mkdirSync(path.join(folder, id, 'checkpoints', '5'), { recursive: true });
  fs.writeFileSync(path.join(folder, id, 'checkpoints', '5', 'weights'), id);
};
const noTrash = () => Promise.reject(new Error('nothing goes to the trash'));
const entryOf = (folder: string) => (folder === at('library') ? null : folder);
const move = (to: string, trash: (folder: string) => Promise<void> = noTrash) =>
  moveRuns({ library, preferences, entryOf, trash }, to);

beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'move-'));
  library = new RunLibrary(at('library'));
  preferences = new PreferencesFile(at('preferences.json'));
  addRun(library.folder, 'one');
  addRun(library.folder, 'two');
});

const filesBelow = (folder: string): string[] =>
  fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });

/** Lets runs leave the library by copies alone. */
function onAnotherDisk(): void {
  const rename = fs.renameSync.bind(fs);
  vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (path.dirname(String(from)) === at('library')) throw Object.assign(new Error(), { code: 'EXDEV' });
    rename(from, to);
  });
}

test.each(['the same disk', 'another disk'])('runs move to %s, beside existing ones', async (disk) => {
  if (disk === 'another disk') onAnotherDisk();
  const trashed: string[] = [];
  const trash = (folder: string) =>
    fs.promises.rm(folder, { recursive: true }).then(() => void trashed.push(folder));
  addRun(at('other'), 'one');
  expect(await move(at('other'), trash)).toBe(2);
  vi.restoreAllMocks();
  expect(new RunLibrary(at('library')).ids()).toEqual([]);
  expect(library.ids().sort()).toEqual(['one', 'one-2', 'two']);
  expect(fs.readFileSync(at('other', 'two', 'checkpoints', '5', 'weights'), 'utf8')).toBe('two');
  expect(filesBelow(at('other'))).toHaveLength(6);
  expect(trashed).toHaveLength(disk === 'another disk' ? 2 : 0);
  expect(preferences).toMatchObject({ libraryFolder: at('other'), libraryMove: null, problem: null });
});

test('names that runs get in the new folder are different from each other, too', async () => {
  addRun(library.folder, 'one-2');
  addRun(at('other'), 'ONE');
  await move(at('other'));
  expect(library.ids().sort()).toEqual(['ONE', 'one-2', 'one-2-2', 'two']);
});

test('no run moves while another process trains one of them', async () => {
  const lock = takeRunLock(library.runFolder('two'));
  await expect(move(at('other'))).rejects.toMatchObject({ code: 'run-locked' });
  lock.release();
  expect(library.ids()).toHaveLength(2);
  expect(fs.existsSync(at('other'))).toBe(false);
});

test('a folder that cannot be written is reported, and the runs stay', async () => {
  fs.writeFileSync(at('file'), '');
  await expect(move(at('file', 'inside'))).rejects.toMatchObject({ code: 'place-unusable' });
  expect(library.ids()).toHaveLength(2);
});

test('a run cannot be trained while it is copied, until its original is in the trash', async () => {
  onAnotherDisk();
  const refused: string[] = [];
  const copy = fs.promises.copyFile.bind(fs.promises);
  vi.spyOn(fs.promises, 'copyFile').mockImplementation(async (from, to) => {
    try {
      const [id = ''] = path.relative(at('library'), String(from)).split(path.sep);
      takeRunLock(at('library', id));
    } catch (thrown) {
      refused.push((thrown as { code: string }).code);
    }
    await copy(from, to);
  });
  await move(at('other'), (folder) => fs.promises.rm(folder, { recursive: true }));
  vi.restoreAllMocks();
  expect(refused).toEqual(Array(4).fill('run-locked'));
});

test('originals stay where there is no trash, and where they have changed, and are named', async () => {
  onAnotherDisk();
  const trash = (folder: string) => {
    fs.writeFileSync(at('library', 'two', 'letter.txt'), 'mine');
    return folder.endsWith('one') ? Promise.reject(new Error('there is no trash')) : Promise.resolve();
  };
  expect(await move(at('other'), trash)).toBe(2);
  vi.restoreAllMocks();
  expect(library.ids()).toHaveLength(2);
  expect(preferences.problem).toMatchObject({
    code: 'originals-left',
    facts: { folder: at('library'), runs: ['one', 'two'], reason: 'It is not the same as its copy' },
  });
  expect(fs.existsSync(at('library', 'two', 'letter.txt'))).toBe(true);
});

test('runs are neither changed nor added while they move', async () => {
  const isMoving = library.whileMoving(() => Promise.resolve());
  for (const change of [() => library.describe('one', 'a', ''), () => library.reserve()]) {
    expect(change).toThrow(expect.objectContaining({ code: 'library-moving' }) as Error);
  }
  await isMoving;
  const added = library.add(async (folder) => {
    await expect(library.whileMoving(noTrash)).rejects.toMatchObject({ code: 'library-busy' });
    fs.writeFileSync(path.join(folder, 'run.json'), '');
  });
  const id = await added;
  expect(library.ids()).toContain(id);
});
