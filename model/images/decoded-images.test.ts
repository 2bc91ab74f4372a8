import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { greySettings } from '../testing/picture-folder';
import { writeTinyImages } from '../testing/tiny-images';
import { readImages } from './dataset';
import * as codec from './decoding/image-codec';

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

const imageAt = (file: string) => path.join(images(), file);
const cachePlace = () => path.join(folder, 'cache', 'pixelcnn-studio', 'images');
/** Advances the clock, so that files just written count as written long ago. */
const anHourLater = () => vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);

test('the same bytes are not decoded again and give the same result', async () => {
  const files = await writeTinyImages(images(), { count: 5 });
  fs.writeFileSync(imageAt('broken.png'), 'no picture');
  const decode = vi.spyOn(codec, 'decodeImage');
  const first = await readImages(images(), greySettings);
  expect(decode).toHaveBeenCalledTimes(6);
  expect(await readImages(images(), greySettings)).toEqual(first);
  expect(decode).toHaveBeenCalledTimes(6);

  const renamed = files.map((file) => `again-${file}`);
  files.forEach((file, index) => fs.renameSync(imageAt(file), imageAt(renamed[index] as string)));
  const second = await readImages(images(), greySettings);
  expect(decode).toHaveBeenCalledTimes(6);
  expect(second.pixels).toEqual(first.pixels);
  expect(second.files.map(({ file }) => file)).toEqual(renamed);

  fs.writeFileSync(imageAt('broken.png'), 'still no picture');
  await readImages(images(), greySettings);
  expect(decode).toHaveBeenCalledTimes(7);
});

test('another file of the same size and time of modification is noticed', async () => {
  const [first, second, third] = (await writeTinyImages(images(), { count: 3, size: 16 })) as [
    string,
    string,
    string,
  ];
  const bytes = [first, second].map((file) => fs.readFileSync(imageAt(file)));
  const size = Math.max(...bytes.map(({ length }) => length));
  const [before, after] = bytes.map((own) => Buffer.concat([own, Buffer.alloc(size - own.length)])) as [
    Buffer,
    Buffer,
  ];
  fs.rmSync(imageAt(second));
  const unpack = (content: Buffer) => {
    fs.writeFileSync(imageAt(first), content);
    fs.utimesSync(imageAt(first), 1e9, 1e9);
  };
  unpack(before);
  const old = await readImages(images(), greySettings);
  unpack(after);
  const now = await readImages(images(), greySettings);
  expect(now.files.map(({ file }) => file)).toEqual([first, third]);
  expect(now.files[0]?.sha256).not.toBe(old.files[0]?.sha256);
  expect(now.files[1]).toEqual(old.files[1]);
  process.env['XDG_CACHE_HOME'] = path.join(folder, 'no cache yet');
  expect(now).toEqual(await readImages(images(), greySettings));
});

test('a file is opened again only if its size or a time changed, or could have changed unnoticed', async () => {
  const files = await writeTinyImages(images(), { count: 3 });
  const open = vi.spyOn(codec, 'withImageFile');
  const first = await readImages(images(), greySettings);
  await readImages(images(), greySettings);
  expect(open).toHaveBeenCalledTimes(6);
  anHourLater();
  await readImages(images(), greySettings);
  expect(open).toHaveBeenCalledTimes(9);
  expect(await readImages(images(), greySettings)).toEqual(first);
  expect(open).toHaveBeenCalledTimes(9);
  fs.chmodSync(imageAt(files[1] as string), 0o600);
  expect(await readImages(images(), greySettings)).toEqual(first);
  expect(open).toHaveBeenCalledTimes(10);
});

test.each([
  ['opened', 'withImageFile', { ok: false, reason: 'unreachable', detail: 'EIO: i/o error, read' }],
  ['decoded', 'decodeImage', { ok: false, reason: 'unreadable', detail: 'it took too long' }],
] as const)('a file that could not be %s is tried again', async (_, name, failing) => {
  await writeTinyImages(images(), { count: 3 });
  anHourLater();
  vi.spyOn(codec, name).mockResolvedValueOnce(failing);
  const first = await readImages(images(), greySettings);
  // Several files are read at once, so any of them may be first.
  const { reason, detail } = failing;
  expect(first.skipped).toEqual([{ file: expect.any(String) as string, reason, detail }]);
  const second = await readImages(images(), greySettings);
  expect(second).toMatchObject({ count: 3, skipped: [] });
});

test('an image with a wrong number of values is skipped without harm to others', async () => {
  await writeTinyImages(images(), { count: 5 });
  const expected = await readImages(images(), greySettings);
  fs.writeFileSync(imageAt('0001 odd.png'), 'odd');
  const decode = codec.decodeImage;
  for (const length of [5 * 256, 255]) {
    process.env['XDG_CACHE_HOME'] = path.join(folder, `cache ${length}`);
    vi.spyOn(codec, 'decodeImage').mockImplementation(async (bytes, shape) =>
      bytes.toString() === 'odd'
        ? { ok: true, values: new Uint8Array(length), notes: [], pixels: { width: 16, height: 16 } }
        : decode(bytes, shape),
    );
    for (let reading = 0; reading < 3; reading++) {
      const read = await readImages(images(), greySettings);
      expect(read.pixels).toEqual(expected.pixels);
      expect(read.skipped).toMatchObject([{ file: '0001 odd.png', reason: 'unreadable' }]);
    }
  }
});

test('another size or colour is decoded again, other levels are not', async () => {
  await writeTinyImages(images(), { count: 3 });
  const decode = vi.spyOn(codec, 'decodeImage');
  await readImages(images(), greySettings);
  await readImages(images(), { ...greySettings, levels: 8 });
  expect(decode).toHaveBeenCalledTimes(3);
  await readImages(images(), { ...greySettings, size: 8 });
  await readImages(images(), { ...greySettings, colour: 'rgb' });
  expect(decode).toHaveBeenCalledTimes(9);
});

test('a damaged cache is ignored', async () => {
  await writeTinyImages(images(), { count: 3 });
  anHourLater();
  const first = await readImages(images(), greySettings);
  const [name] = fs.readdirSync(cachePlace());
  const file = path.join(cachePlace(), name as string);
  const whole = fs.readFileSync(file);
  const flipped = (at: number) => {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] as number) ^ 0x80;
    return bytes;
  };
  const damaged = [
    Buffer.from('zzzzzzzz'),
    Buffer.alloc(0),
    whole.subarray(0, whole.length - 1),
    Buffer.concat([whole, Buffer.alloc(1)]),
    ...[0, 40, Math.floor(whole.length / 2), whole.length - 300, whole.length - 1].map(flipped),
  ];
  for (const bytes of damaged) {
    fs.writeFileSync(file, bytes);
    expect(await readImages(images(), greySettings)).toEqual(first);
  }
});

test('a cache file that vanishes while others are removed is not an error', async () => {
  await writeTinyImages(images(), { count: 3 });
  fs.mkdirSync(cachePlace(), { recursive: true });
  fs.symlinkSync('just-gone', path.join(cachePlace(), 'listed'));
  expect((await readImages(images(), greySettings)).count).toBe(3);
});
