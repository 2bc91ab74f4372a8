import { execFileSync } from 'child_process';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { classOfFile, listImageFiles } from './image-folder';

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

test('files of all depths, sorted by code units, whatever their names', async () => {
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
  const { files, skipped } = await listImageFiles(folder);
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

test('hidden names are left out, other files are named', async () => {
  put('.DS_Store', '._a.png', '.git/x.png', 'a.png', 'notes.txt', 'sub/Thumbs.db', 'sub/labels.json', 'png');
  const { files, skipped } = await listImageFiles(folder);
  expect(files).toEqual(['a.png', 'png']);
  expect(skipped.map(({ file, reason }) => [file, reason])).toEqual([
    ['notes.txt', 'not-an-image'],
    ['sub/Thumbs.db', 'not-an-image'],
    ['sub/labels.json', 'not-an-image'],
  ]);
});

test('links are followed, loops end, and what is really there comes before a link to it', async () => {
  put('real/1.png', 'other/2.png');
  link('../real', 'real/loop');
  link('..', 'real/up');
  link('real', 'a-link');
  link('real/1.png', 'to-file.png');
  const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'image-folder-outside-'));
  fs.writeFileSync(path.join(outside, '3.png'), '');
  link(outside, 'linked');
  const { files, skipped } = await listImageFiles(folder);
  fs.rmSync(outside, { recursive: true });
  expect(files).toEqual(['linked/3.png', 'other/2.png', 'real/1.png', 'to-file.png']);
  expect(skipped).toEqual([]);
});

test('what cannot be reached is named and the rest is listed', async () => {
  put('a.png', 'locked/b.png', 'open/c.png');
  link('nowhere.png', 'broken.png');
  link('self', 'self');
  const readdir = fs.promises.readdir;
  vi.spyOn(fs.promises, 'readdir').mockImplementation(((at: string, options: { withFileTypes: true }) =>
    path.basename(at) === 'locked'
      ? Promise.reject(new Error('EACCES: permission denied'))
      : readdir(at, options)) as unknown as typeof readdir);
  const { files, skipped } = await listImageFiles(folder);
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
  const { files, skipped } = await listImageFiles(folder);
  expect(files).toEqual([]);
  expect(skipped).toEqual([{ file: 'pipe.png', reason: 'not-an-image', detail: 'not a regular file' }]);
});

test('a folder that is not there, or is a file, is an error', async () => {
  put('file.png');
  for (const none of ['none', 'file.png']) {
    await expect(listImageFiles(path.join(folder, none))).rejects.toMatchObject({
      code: 'folder-unreachable',
    });
  }
});

test('listing can be cancelled', async () => {
  put('a.png');
  await expect(listImageFiles(folder, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});

test('the class is the first folder', () => {
  expect(['a.png', 'cats/a.png', 'cats/black/a.png'].map(classOfFile)).toEqual(['', 'cats', 'cats']);
});
