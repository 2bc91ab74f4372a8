import { defaultSettings } from '../../settings';
import childProcess from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, expect, test, vi } from 'vitest';
import { errorLine } from '../../error-texts';
import { toErrorData } from '../../errors';
import { readImages } from '../dataset';
import { decodeImage, decodeToValues, readPng, withImageFile } from './image-codec';
import { bytesInFlight, pixelsInFlight } from './in-flight';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'image-refusals-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const shape = { ...defaultSettings, size: 16, reading: 2 } as const;
const greyRamp = Uint8Array.from({ length: 256 }, (_, i) => i);
const greyImage = (pixels: Uint8Array, width = 16, height = 16) =>
  sharp(pixels, { raw: { width, height, channels: 1 } }).toColourspace('b-w');

async function refusalOf(bytes: Buffer) {
  const decoded = await decodeImage(bytes, shape);
  return decoded.ok ? 'read' : decoded.reason;
}

test('incomplete pictures and other files are refused with the reason', async () => {
  const noise = sharp({
    create: {
      width: 90,
      height: 90,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });
  for (const image of [
    noise.clone().png(),
    noise.clone().jpeg(),
    noise.clone().webp(),
    noise.clone().gif(),
    noise.clone().tiff(),
    noise.clone().avif(),
  ]) {
    const whole = await image.toBuffer();
    expect(await refusalOf(whole)).toBe('read');
    for (const part of [0.9, 0.5, 0.1])
      expect(await refusalOf(whole.subarray(0, whole.length * part))).toBe('unreadable');
  }
  expect(await refusalOf(Buffer.alloc(0))).toBe('unreadable');
  expect(await refusalOf(Buffer.from('A text that only calls itself a picture.'))).toBe('not-an-image');
  expect(
    await refusalOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>')),
  ).toBe('not-an-image');
  expect(await refusalOf(Buffer.from('\x89PNG\r\n\x1a\n and then nothing of the kind', 'latin1'))).toBe(
    'unreadable',
  );
  expect(
    await refusalOf(
      await greyImage(new Uint8Array(15 * 40), 15, 40)
        .png()
        .toBuffer(),
    ),
  ).toBe('too-small');
  expect(
    await refusalOf(
      await greyImage(new Uint8Array(40 * 15), 40, 15)
        .png()
        .toBuffer(),
    ),
  ).toBe('too-small');
});

test('a picture that would unpack to gigabytes is refused at once', async () => {
  const small = await greyImage(greyRamp).png().toBuffer();
  const header = Buffer.from(small.subarray(12, 29));
  header.writeUInt32BE(200000, 4);
  header.writeUInt32BE(200000, 8);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(header));
  const bomb = Buffer.concat([small.subarray(0, 12), header, checksum, small.subarray(33)]);
  const detail = 'it has 200000 x 200000 pixels, more than 8192 x 8192';
  expect(await decodeImage(bomb, shape)).toEqual({ ok: false, reason: 'unreadable', detail });
  // One bit per pixel: 8 MB that would unpack to 256.
  const bitmap = Buffer.alloc(62 + 2 ** 14 * 513);
  bitmap.write('BM');
  [62, 40, 2 ** 17, 513, 1 | (1 << 16)].forEach((value, i) => bitmap.writeUInt32LE(value, 10 + 4 * i));
  expect(await decodeImage(bitmap, shape)).toMatchObject({
    detail: 'it has 131072 x 513 pixels, more than 8192 x 8192',
  });
});

test('damaged bytes anywhere cause at worst a refusal', async () => {
  const whole = await Promise.all([
    greyImage(greyRamp).png().toBuffer(),
    greyImage(greyRamp).jpeg().toBuffer(),
    greyImage(greyRamp).webp().toBuffer(),
    greyImage(greyRamp).gif().toBuffer(),
    greyImage(greyRamp).tiff().toBuffer(),
  ]);
  for (const bytes of whole) {
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] as number) ^ 0xff;
      expect(['read', 'unreadable', 'not-an-image', 'too-small']).toContain(await refusalOf(damaged));
    }
  }
});

test('the library does not open unsupported formats', async () => {
  const others: Record<string, Buffer> = {
    ppm: Buffer.concat([Buffer.from('P5 16 16 255\n'), greyRamp]),
    fits: Buffer.from('SIMPLE  =                    T'.padEnd(2880)),
    radiance: Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\x01\x02\x03\x04', 'latin1'),
  };
  for (const bytes of Object.values(others)) {
    expect(await refusalOf(bytes)).toBe('not-an-image');
    await expect(sharp(bytes).metadata()).rejects.toThrow('unsupported image format');
  }
});

test('of a large file that is not a picture only the beginning is read', async () => {
  const file = path.join(folder, 'film.png');
  fs.writeFileSync(file, '');
  fs.truncateSync(file, 300 * 2 ** 20);
  const lengthOf = (bytes: Buffer) => Promise.resolve(bytes.length);
  expect(await withImageFile(file, lengthOf)).toBeLessThanOrEqual(512);
  await expect(decodeToValues(file, shape)).rejects.toMatchObject({
    code: 'image-unreadable',
    facts: { file, reason: 'it has no known picture format' },
  });
  fs.truncateSync(file, 513 * 2 ** 20);
  expect(await withImageFile(file, lengthOf)).toMatchObject({
    ok: false,
    detail: 'it is larger than 512 MiB',
  });
});

test.skipIf(process.platform === 'win32')('pipes, devices and folders are refused at once', async () => {
  const pipe = path.join(folder, 'pipe.png');
  childProcess.execFileSync('mkfifo', [pipe]);
  for (const file of [pipe, '/dev/zero', folder]) {
    const read = await withImageFile(file, (bytes) => Promise.resolve(bytes));
    expect(read).toMatchObject({ ok: false, reason: 'unreachable' });
    await expect(decodeToValues(file, shape)).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(readPng(file)).rejects.toMatchObject({ code: 'image-unreadable' });
  }
});

test('pictures that are decoded at the same time share a budget of pixels', async () => {
  const spend = vi.spyOn(pixelsInFlight, 'spend');
  const small = await greyImage(greyRamp).png().toBuffer();
  const wide = await greyImage(new Uint8Array(16 * 40), 40, 16)
    .jpeg()
    .toBuffer();
  await Promise.all([small, wide].map((bytes) => decodeImage(bytes, shape)));
  expect(spend.mock.calls.map(([pixels]) => pixels).sort()).toEqual([256, 640]);
});

test('files that are read at the same time share a budget of bytes, held until they are decoded', async () => {
  const names = ['a.png', 'b.png', 'c.png'];
  for (const name of names) {
    fs.writeFileSync(path.join(folder, name), '');
    fs.truncateSync(path.join(folder, name), 300 * 2 ** 20);
  }
  const spend = vi.spyOn(bytesInFlight, 'spend');
  let most = 0;
  let now = 0;
  const use = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
  };
  await Promise.all(names.map((name) => withImageFile(path.join(folder, name), use)));
  expect(spend).toHaveBeenCalledTimes(3);
  expect(most).toBe(1);
});

test('a picture with too many channels does not overwrite its neighbours', async () => {
  const pictures = path.join(import.meta.dirname, '../../testing/fixtures/pictures/tiff-extra-channels');
  const images = path.join(folder, 'images');
  fs.cpSync(pictures, images, { recursive: true });
  const colours = { ...shape, size: 8, levels: 256, colour: 'rgb' } as const;
  for (const reading of [1, 2] as const) {
    // The second reading comes from the cache.
    for (let times = 0; times < 2; times++) {
      const { files, pixels, skipped } = await readImages(images, { ...colours, reading });
      const names = files.map(({ file }) => file);
      expect(names).toEqual([...(reading === 2 ? ['a.tif'] : []), 'n00.png', 'n01.png', 'n02.png']);
      expect(skipped.map(({ file }) => file)).toEqual(reading === 2 ? [] : ['a.tif']);
      const first = names.indexOf('n00.png') * 192;
      const red = Array.from(pixels.subarray(first, first + 12)).filter((_, i) => i % 3 === 0);
      expect(red).toEqual([20, 222, 253, 148]);
    }
  }
});

test('an error names the file and the reason', async () => {
  const named = async (file: string, size = 16) => {
    const thrown: unknown = await decodeToValues(file, { ...shape, size }).catch((error: unknown) => error);
    return errorLine(toErrorData(thrown), 'terminal');
  };
  const pictures = path.join(import.meta.dirname, '../../testing/fixtures/pictures');
  const float = path.join(pictures, 'float01.tif');
  expect(await named(float)).toContain(
    `The picture ${float} cannot be read. It has 32-bit floating-point values`,
  );
  const small = path.join(pictures, 'tiff-extra-channels/n00.png');
  expect(await named(small)).toContain('It has 8 x 8 pixels, and the network sees 16 x 16.');
  const cut = path.join(folder, 'cut.png');
  fs.writeFileSync(cut, fs.readFileSync(small).subarray(0, 60));
  expect(await named(cut, 8)).toContain(`The picture ${cut} cannot be read. It is damaged or incomplete: `);
});
