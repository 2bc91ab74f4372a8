import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { galleryPaths } from '../model/gallery/gallery-record';
import { galleryFinderHandlers } from './gallery-finder';
import { RunLibrary } from './library/run-library';

const made = path.join(import.meta.dirname, '../model/testing/fixtures/made-by-0.1.0/library');

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gallery-finder-'));
  for (const run of ['plain', 'gated'])
    fs.cpSync(path.join(made, run), path.join(folder, run), { recursive: true });
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

async function found(): Promise<string[]> {
  const library = new RunLibrary(folder);
  const ask = () => {
    throw new Error('nothing is asked');
  };
  const all = await galleryFinderHandlers({ library, interactive: { ask } }).listAllGalleries();
  return all.map(({ run, id }) => `${run}/${id}`).sort();
}

const whole = ['gated/pictures', 'gated/rows', 'plain/pictures', 'plain/rows'];

test('the galleries of all runs are found', async () => {
  expect(await found()).toEqual(whole);
});

test.each(['', 'null', '[]', '{"format":1}', '{"format":9}', '{"format":1,"created":{},"grid":7}'])(
  'a gallery.json that holds %j hides no other gallery',
  async (text) => {
    fs.writeFileSync(galleryPaths(path.join(folder, 'plain'), 'rows').record, text);
    expect(await found()).toEqual(whole.filter((gallery) => gallery !== 'plain/rows'));
  },
);

test('a gallery is named by its folder, and one whose name no call accepts is left out', async () => {
  const galleries = path.join(folder, 'plain/gallery');
  fs.renameSync(path.join(galleries, 'rows'), path.join(galleries, 'renamed'));
  fs.renameSync(path.join(galleries, 'pictures'), path.join(galleries, 'my pictures'));
  fs.writeFileSync(path.join(galleries, 'notes'), 'no folder');
  expect(await found()).toEqual(['gated/pictures', 'gated/rows', 'plain/renamed']);
});
