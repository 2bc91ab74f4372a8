import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { graphPrefix } from '../../model/files/temporary-folder';
import { createRun } from '../../model/run/create-run';
import { takeRunLock } from '../../model/run/run-lock';
import { defaultSettings } from '../../model/settings';
import { injectFaults } from '../../model/testing/file-faults.mjs';
import { removeLeftovers } from './leftovers';
import { toOwnTrash } from './own-trash';
import { RunLibrary } from './run-library';

let base: string;
let library: RunLibrary;
const at = (...parts: string[]) => path.join(base, ...parts);

beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'leftovers-'));
  library = new RunLibrary(at('library'));
  fs.mkdirSync(at('temporary'));
  createRun(at('library', 'run'), { name: 'Run', preset: '', settings: defaultSettings, dataFolder: '' });
});

/** Makes files, and their folders as old as those of an earlier session. */
function leave(...names: string[]): void {
  for (const name of names) {
    const isFolder = name.endsWith('/');
    fs.mkdirSync(at(isFolder ? name : path.dirname(name)), { recursive: true });
    if (!isFolder) fs.writeFileSync(at(name), '');
  }
  for (const name of names) age(at(name));
  for (const name of names) age(at(path.dirname(name)));
}
function age(place: string): void {
  fs.utimesSync(place, new Date(), Date.now() / 1000 - 3600);
}

const everything = () => (fs.readdirSync(base, { recursive: true, encoding: 'utf8' }) as string[]).sort();

test('what killed processes left is removed', async () => {
  const before = everything();
  leave(
    'library/.importing-0123456789ab/run.json',
    'library/.moving-0123456789ab/lock.json',
    'library/2026-11-24-080000/',
    'library/2026-11-24-080000-2/',
    'library/run/lock.json.0123456789ab.tmp',
    'library/run/description.json.0123456789ab.tmp',
    'library/run/gallery/one/pictures.png.0123456789ab.tmp',
    'preferences.json.0123456789ab.tmp',
    // The number of no process.
    'temporary/pixelcnn-graph-4194305-a1B2c3/saved_model.pb',
  );
  await removeLeftovers(library, base, at('temporary'));
  expect(everything()).toEqual([...before, 'library/run/gallery', 'library/run/gallery/one'].sort());
});

test('what somebody else made or still uses stays', async () => {
  leave(
    'library/.importing-mine/letter.txt',
    'library/.importing-0123456789ab/run.json',
    'library/2026-11-24-080000/letter.txt',
    'library/empty/',
    'library/run/notes.tmp',
    'letter.0123456789ab.tmp',
    'temporary/graph-a1B2c3/saved_model.pb',
    `temporary/${graphPrefix()}a1B2c3/saved_model.pb`,
  );
  fs.mkdirSync(at('library', '2026-11-24-090000'));
  fs.mkdirSync(at('library', '.importing-fedcba987654'));
  fs.writeFileSync(at('library', 'run', 'description.json.fedcba987654.tmp'), '');
  const lock = takeRunLock(at('library', '.importing-0123456789ab'));
  age(at('library', '.importing-0123456789ab'));
  const before = everything();
  await removeLeftovers(library, base, at('temporary'));
  expect(everything()).toEqual(before);
  lock.release();
  age(at('library', '.importing-0123456789ab'));
  await removeLeftovers(library, base, at('temporary'));
  expect(fs.existsSync(at('library', '.importing-0123456789ab'))).toBe(false);
});

test('a run on another disk than the trash goes to a hidden one on its own disk', () => {
  const first = toOwnTrash(library.runFolder('run'), at('trash'), library.folder);
  expect(path.dirname(first)).toBe(at('trash'));
  fs.cpSync(first, at('library', 'run'), { recursive: true });
  const refuse = injectFaults(base, ({ name, number }) =>
    name === 'renameSync' && number < 2 ? 'EXDEV' : undefined,
  );
  const second = toOwnTrash(library.runFolder('run'), at('trash'), library.folder);
  refuse.restore();
  expect(path.dirname(second)).toBe(at('library', '.trash'));
  expect(fs.existsSync(path.join(second, 'run.json'))).toBe(true);
  expect(library.ids()).toEqual([]);
});
