import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createRun } from '../../model/run/create-run';
import { defaultSettings } from '../../model/settings';
import { libraryChoice } from './library-place';
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
