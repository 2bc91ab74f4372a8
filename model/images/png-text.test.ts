import fs from 'fs';
import os from 'os';
import path from 'path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { encodePng } from './decoding/image-codec';
import { readPngText } from './png-text';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'png-text-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const written = (name: string, bytes: Uint8Array) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
};

test('texts are read back whole, whatever characters they hold', async () => {
  const texts = {
    Software: 'PixelCNN Studio',
    settings: JSON.stringify({ size: 16, levels: 4 }, null, 2),
    Title: 'Zürich, 東京, 🎲',
    empty: '',
  };
  const png = await encodePng(Uint8Array.of(0, 100, 200, 255), { height: 2, width: 2, channels: 1 }, texts);
  expect(readPngText(written('texts.png', png))).toEqual(texts);
});

test('the picture stays a valid PNG, and other programs read its texts', async () => {
  const png = await encodePng(
    Uint8Array.of(0, 100, 200, 255),
    { height: 2, width: 2, channels: 1 },
    {
      Comment: 'plain',
      Title: 'schön',
    },
  );
  const { comments } = await sharp(png, { failOn: 'warning' }).metadata();
  expect(comments?.map(({ keyword, text }) => [keyword, text])).toEqual([
    ['Comment', 'plain'],
    ['Title', 'schön'],
  ]);
  expect([...(await sharp(png, { failOn: 'warning' }).toColourspace('b-w').raw().toBuffer())]).toEqual([
    0, 100, 200, 255,
  ]);
});

test('a missing file, or one that is not a PNG, is named', () => {
  const text = written('text.png', Buffer.from('hello'));
  expect(() => readPngText(text)).toThrow(expect.objectContaining({ code: 'image-unreadable' }));
  expect(() => readPngText(path.join(folder, 'none.png'))).toThrow(
    expect.objectContaining({ code: 'file-unreadable' }),
  );
});

test('a truncated PNG gives the texts before the cut', async () => {
  const png = await encodePng(
    new Uint8Array(4),
    { height: 2, width: 2, channels: 1 },
    { first: 'a', second: 'b' },
  );
  const cut = png.subarray(0, 33 + 12 + 'first\0a'.length + 5);
  expect(readPngText(written('cut.png', cut))).toEqual({ first: 'a' });
});
