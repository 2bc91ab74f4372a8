import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeTinyImages } from '../testing/tiny-images';
import { readImages } from './dataset';
import * as codec from './image-codec';

const settings = {
  size: 16,
  levels: 4,
  fit: 'crop',
  background: '#000000',
  colour: 'grey',
  reading: 2,
} as const;
let folder = '';
let caches: string | undefined;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'decoded-'));
  caches = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = path.join(folder, 'cache');
});
afterEach(() => {
  process.env['XDG_CACHE_HOME'] = caches;
  if (caches === undefined) delete process.env['XDG_CACHE_HOME'];
  fs.rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

const images = () => path.join(folder, 'images');

test('what has not changed is not decoded again, and comes out the same', async () => {
  const files = await writeTinyImages(images(), { count: 5 });
  fs.writeFileSync(path.join(images(), 'broken.png'), 'no picture');
  const decode = vi.spyOn(codec, 'decodeImage');
  const first = await readImages(images(), settings);
  expect(decode).toHaveBeenCalledTimes(6);
  expect(await readImages(images(), settings)).toEqual(first);
  expect(decode).toHaveBeenCalledTimes(6);

  const changed = path.join(images(), files[2] as string);
  fs.writeFileSync(changed, fs.readFileSync(path.join(images(), files[0] as string)));
  fs.utimesSync(changed, 1, 1);
  const second = await readImages(images(), settings);
  expect(decode).toHaveBeenCalledTimes(7);
  expect(second.count).toBe(4);
  expect(second.skipped.map(({ reason }) => reason).sort()).toEqual(['duplicate', 'not-an-image']);
});

test('another size or colour is read anew, other levels are not', async () => {
  await writeTinyImages(images(), { count: 3 });
  const decode = vi.spyOn(codec, 'decodeImage');
  await readImages(images(), settings);
  await readImages(images(), { ...settings, levels: 8 });
  expect(decode).toHaveBeenCalledTimes(3);
  await readImages(images(), { ...settings, size: 8 });
  await readImages(images(), { ...settings, colour: 'rgb' });
  expect(decode).toHaveBeenCalledTimes(9);
});

test('a damaged cache knows nothing', async () => {
  await writeTinyImages(images(), { count: 3 });
  const first = await readImages(images(), settings);
  const place = path.join(folder, 'cache', 'pixelcnn-studio', 'images');
  for (const name of fs.readdirSync(place)) fs.writeFileSync(path.join(place, name), 'zzzzzzzz');
  expect(await readImages(images(), settings)).toEqual(first);
});
