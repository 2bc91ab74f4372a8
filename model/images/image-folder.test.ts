import { execFileSync } from 'child_process';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '../settings';
import { writeTinyImages } from '../testing/tiny-images';
import { createRun } from '../run/create-run';
import { listImageFiles } from './image-folder';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'image-folder-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

const put = (...files: string[]) => {
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), '');
  }
};
const link = (target: string, at: string) => fs.symlinkSync(target, path.join(folder, at));

test('files at all depths are listed, sorted by code units, whatever their names', async () => {
  put(
    'b.PNG',
    'a/z.jpeg',
    'a/deep/er/1.webp',
    'a-b/2.gif',
    'Ü/日本 🎲.bmp',
    'Z.tif',
    "it's % #1\n.avif",
    '0f3a9c',
    'a/x.png/y.jpg',
  );
  const { files, skipped } = await listImageFiles(folder, 2);
  expect(files).toEqual([
    '0f3a9c',
    'Z.tif',
    'a-b/2.gif',
    'a/deep/er/1.webp',
    'a/x.png/y.jpg',
    'a/z.jpeg',
    'b.PNG',
    "it's % #1\n.avif",
    'Ü/日本 🎲.bmp',
  ]);
  expect(skipped).toEqual([]);
});

test('hidden files are left out, other files are reported', async () => {
  put('.DS_Store', '._a.png', '.git/x.png', 'a.png', 'notes.txt', 'sub/Thumbs.db', 'sub/labels.json', 'png');
  const { files, skipped } = await listImageFiles(folder, 2);
  expect(files).toEqual(['a.png', 'png']);
  expect(skipped.map(({ file, reason }) => [file, reason])).toEqual([
    ['notes.txt', 'not-an-image'],
    ['sub/Thumbs.db', 'not-an-image'],
    ['sub/labels.json', 'not-an-image'],
  ]);
});

test('system folders are left out like hidden ones', async () => {
  put('a.png', 'cats/@eaDir/a.png/SYNOPHOTO_THUMB_M.jpg', '#recycle/b.png', '$RECYCLE.BIN/c.png');
  put('System Volume Information/d.png', 'lost+found/e', '__MACOSX/f.png', 'cats/#snapshot/g.png');
  put('recycled/h.png', 'lost/found.png', 'cats/eaDir/i.png');
  const { files, skipped } = await listImageFiles(folder, 2);
  expect(files).toEqual(['a.png', 'cats/eaDir/i.png', 'lost/found.png', 'recycled/h.png']);
  expect(skipped).toEqual([]);
  expect((await listImageFiles(folder, 1)).files).toHaveLength(11);
});

test('runs of this program are skipped with all their pictures, other folders with a run.json are not', async () => {
  const settings = { ...defaultSettings, seed: 3 };
  createRun(path.join(folder, 'runs/first'), { name: 'first', preset: 'tiny', settings, dataFolder: folder });
  put('runs/first/samples/100.png', 'runs/first/gallery/1/pictures.png', 'runs/exported.png', 'a.png');
  const notOurs = { broken: '{', list: '[1]', none: 'null', foreign: '{"format":1,"settings":{"lr":0.1}}' };
  for (const [name, text] of Object.entries({ ...notOurs, csv: '{"format":"csv","settings":{}}' })) {
    put(`${name}/1.png`);
    fs.writeFileSync(path.join(folder, name, 'run.json'), text);
  }
  put('of a later version/samples/1.png');
  fs.writeFileSync(path.join(folder, 'of a later version/run.json'), '{"format":99,"settings":{"new":1}}');
  link('first', 'runs/link');
  const { files, skipped } = await listImageFiles(folder, 2);
  const kept = ['broken', 'csv', 'foreign', 'list', 'none'];
  expect(files).toEqual(['a.png', ...kept.map((name) => `${name}/1.png`), 'runs/exported.png']);
  expect(skipped.filter(({ reason }) => reason === 'run').map(({ file }) => file)).toEqual([
    'of a later version',
    'runs/first',
  ]);
  const before = await listImageFiles(folder, 1);
  expect(before.files).toHaveLength(files.length + 3);
  expect(before.skipped.map(({ reason }) => reason)).not.toContain('run');
  const itself = await listImageFiles(path.join(folder, 'runs/first'), 2);
  expect(itself.files).toEqual(['gallery/1/pictures.png', 'samples/100.png']);
});

test('files with unknown extensions are recognised by their content', async () => {
  const [one] = await writeTinyImages(folder, { count: 1 });
  const png = fs.readFileSync(path.join(folder, one as string));
  fs.rmSync(path.join(folder, one as string));
  const odd = ['photo.jpg?w=200', 'IMG_0001.JPG.download', 'b.png_large', 'sub/000.0001', 'v1.2', 'c.PNG~'];
  for (const name of [...odd, 'picture.txt', 'raw.NEF']) {
    put(name);
    fs.writeFileSync(path.join(folder, name), png);
  }
  put('empty.odd', 'sub/.hidden_png');
  fs.writeFileSync(path.join(folder, 'words.odd'), 'BEGIN');
  const { files, skipped } = await listImageFiles(folder, 2);
  expect(files).toEqual([...odd].sort());
  expect(skipped.map(({ file, reason }) => [file, reason])).toEqual(
    ['empty.odd', 'picture.txt', 'raw.NEF', 'words.odd'].map((file) => [file, 'not-an-image']),
  );
  expect((await listImageFiles(folder, 1)).files).toEqual([]);
});

test('files with the extensions of other formats are not opened', async () => {
  put(...Array.from({ length: 50 }, (_, i) => `labels/${i}.txt`), 'a.JSON', 'b.csv', 'c.zip');
  const open = vi.spyOn(fs.promises, 'open');
  const { skipped } = await listImageFiles(folder, 2);
  expect(skipped).toHaveLength(53);
  expect(open).not.toHaveBeenCalled();
});

test('the order is the same in any Unicode normalisation', async () => {
  const names = ['b.png', 'é.png', 'f.png', 'Å/1.png', 'z.png'];
  put(...names.map((name) => name.normalize('NFD')));
  const { files } = await listImageFiles(folder, 2);
  expect(files.map((name) => name.normalize('NFC'))).toEqual([...names].sort());
  const before = await listImageFiles(folder, 1);
  expect(before.files).toEqual(names.map((name) => name.normalize('NFD')).sort());
  expect(before.files).not.toEqual(files);
});

test('links are followed, loops end, and a real folder comes before a link to it', async () => {
  put('real/1.png', 'other/2.png');
  link('../real', 'real/loop');
  link('..', 'real/up');
  link('real', 'a-link');
  link('real/1.png', 'to-file.png');
  const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'image-folder-outside-'));
  fs.writeFileSync(path.join(outside, '3.png'), '');
  link(outside, 'linked');
  const { files, skipped } = await listImageFiles(folder, 2);
  fs.rmSync(outside, { recursive: true });
  expect(files).toEqual(['linked/3.png', 'other/2.png', 'real/1.png', 'to-file.png']);
  expect(skipped).toEqual([]);
});

test('unreachable files are reported and the others listed', async () => {
  put('a.png', 'locked/b.png', 'open/c.png');
  link('nowhere.png', 'broken.png');
  link('self', 'self');
  const readdir = fs.promises.readdir;
  vi.spyOn(fs.promises, 'readdir').mockImplementation(((at: string, options: { withFileTypes: true }) =>
    path.basename(at) === 'locked'
      ? Promise.reject(new Error('EACCES: permission denied'))
      : readdir(at, options)) as unknown as typeof readdir);
  const { files, skipped } = await listImageFiles(folder, 2);
  expect(files).toEqual(['a.png', 'open/c.png']);
  expect(skipped.map(({ file, reason }) => [file, reason])).toEqual([
    ['broken.png', 'unreachable'],
    ['locked', 'unreachable'],
    ['self', 'unreachable'],
  ]);
  expect(skipped[1]?.detail).toContain('permission denied');
});

test.runIf(process.platform !== 'win32')('a pipe named like a picture is never opened', async () => {
  execFileSync('mkfifo', [path.join(folder, 'pipe.png')]);
  const { files, skipped } = await listImageFiles(folder, 2);
  expect(files).toEqual([]);
  expect(skipped).toEqual([{ file: 'pipe.png', reason: 'not-an-image', detail: 'not a regular file' }]);
});

test('a missing folder, or a file in its place, is an error', async () => {
  put('file.png');
  for (const none of ['none', 'file.png']) {
    await expect(listImageFiles(path.join(folder, none), 2)).rejects.toMatchObject({
      code: 'folder-unreachable',
    });
  }
});

test('listing can be cancelled', async () => {
  put('a.png');
  await expect(listImageFiles(folder, 2, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
