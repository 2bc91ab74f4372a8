import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readRunRecord } from '../../model/run/run-folder';
import { createRun } from '../../model/run/create-run';
import { defaultSettings } from '../../model/settings';
import { keepExampleRun } from './example-run';
import { RunLibrary } from './run-library';

let base: string;
let library: RunLibrary;
const at = (...parts: string[]) => path.join(base, ...parts);
const keep = (isMade = true, images = 'images') =>
  keepExampleRun(library.folder, isMade, { run: at('bundled'), images: at(images) });

beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'example-'));
  library = new RunLibrary(at('user data', 'library'));
  createRun(at('bundled'), { name: 'Example', preset: 'tiny', settings: defaultSettings, dataFolder: '' });
  fs.mkdirSync(at('images'));
});

test('a new library holds the example, with the path of its images', async () => {
  await keep();
  expect(await library.list()).toMatchObject([
    { name: 'Example', isExample: true, dataFolder: at('images'), damaged: null },
  ]);
  expect(readRunRecord(at('bundled')).dataFolder).toBe('');
});

test('the example follows images that have moved with the program', async () => {
  await keep();
  fs.renameSync(at('images'), at('moved'));
  await keep(true, 'moved');
  expect(library.record('example').dataFolder).toBe(at('moved'));
});

test('a deleted example is not added again, nor is one added to an existing library', async () => {
  await keep();
  fs.rmSync(at('user data', 'library', 'example'), { recursive: true });
  await keep();
  expect(library.ids()).toEqual([]);
  fs.rmSync(library.folder, { recursive: true });
  await keep(false);
  expect(fs.existsSync(library.folder)).toBe(false);
});
