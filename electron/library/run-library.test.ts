import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createRun } from '../../model/run/create-run';
import { readRunRecord } from '../../model/run/run-folder';
import { defaultSettings } from '../../model/settings';
import { RunLibrary } from './run-library';

let library: RunLibrary;

beforeEach(() => {
  library = new RunLibrary(path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'library-')), 'runs'));
});

/** A run that says it is running. */
function makeRun(): string {
  const id = library.reserve();
  createRun(library.runFolder(id), {
    name: 'Tiny on images',
    preset: 'tiny',
    settings: defaultSettings,
    dataFolder: '/images',
  });
  return id;
}

test('a reserved folder that something was put into is not taken back', () => {
  const id = library.reserve();
  fs.writeFileSync(path.join(library.folder, id, 'letter.txt'), 'mine');
  library.release(id);
  expect(fs.readdirSync(path.join(library.folder, id))).toEqual(['letter.txt']);
  library.release(library.reserve());
  expect(fs.readdirSync(library.folder)).toEqual([id]);
});

test('the list shows what the folders contain, damaged ones included', async () => {
  const id = makeRun();
  fs.mkdirSync(path.join(library.folder, 'broken'));
  fs.writeFileSync(path.join(library.folder, 'broken', 'run.json'), '{');
  const list = await library.list();
  expect(list.map((run) => [run.id, run.damaged !== null]).sort()).toEqual([
    [id, false],
    ['broken', true],
  ]);
  expect(list.every(({ bytes }) => bytes > 0)).toBe(true);
});

test('the list follows every change of a run, and passes over what is no run', async () => {
  const id = makeRun();
  fs.mkdirSync(path.join(library.folder, 'a copy of something'));
  fs.writeFileSync(path.join(library.folder, 'notes.txt'), 'x');
  const listed = async () => (await library.list()).map(({ name, status }) => [name, status]);
  expect(await listed()).toEqual([['Tiny on images', 'running']]);
  library.describe(id, 'First', '');
  expect(await listed()).toEqual([['First', 'running']]);
  library.describe(id, 'Other', 'better with fewer levels');
  library.interrupt(library.runFolder(id), 'killed');
  expect(await listed()).toEqual([['Other', 'interrupted']]);
});

test('what says running when the program starts was interrupted', () => {
  const id = makeRun();
  library.markInterrupted();
  expect(readRunRecord(library.runFolder(id)).status).toBe('interrupted');
});

test('no id leads out of the library', () => {
  for (const id of ['..', '../x', 'a/b', '.', '']) expect(() => library.runFolder(id)).toThrow(/run-missing/);
});
