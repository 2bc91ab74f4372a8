import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readBmp } from './bmp';

interface Parts {
  width: number;
  /** Negative where the top row comes first. */
  height: number;
  bits: number;
  /** Bottom row first, without padding. */
  rows: number[][];
  palette?: number[];
  compression?: number;
  masks?: number[];
  headerSize?: number;
  /** The offset of the pixels in the header, if it is wrong. */
  offset?: number;
  /** The number of palette colours in the header. */
  colours?: number;
}

/** A bitmap file made from its parts. */
function bitmap({
  width,
  height,
  bits,
  rows,
  palette = [],
  compression = 0,
  masks = [],
  headerSize = 40,
  offset,
  colours = 0,
}: Parts) {
  const isOs2 = headerSize === 12;
  const masksInside = headerSize > 40;
  const header = Buffer.alloc(14 + headerSize);
  const extra = Buffer.alloc(masksInside ? 0 : 4 * masks.length);
  masks.forEach((mask, i) =>
    (masksInside ? header : extra).writeUInt32LE(mask, masksInside ? 54 + 4 * i : 4 * i),
  );
  const data = rows.map((row) => Buffer.concat([Buffer.from(row), Buffer.alloc((4 - (row.length % 4)) % 4)]));
  header.write('BM');
  header.writeUInt32LE(offset ?? header.length + extra.length + palette.length, 10);
  header.writeUInt32LE(headerSize, 14);
  if (isOs2) [width, height, 1, bits].forEach((value, i) => header.writeUInt16LE(value, 18 + 2 * i));
  else {
    header.writeInt32LE(width, 18);
    header.writeInt32LE(height, 22);
    header.writeUInt16LE(1, 26);
    header.writeUInt16LE(bits, 28);
    header.writeUInt32LE(compression, 30);
    if (headerSize >= 40) header.writeUInt32LE(colours, 46);
  }
  return Buffer.concat([header, extra, Buffer.from(palette), ...data]);
}

const read = (parts: Parts) => {
  const { width, height, pixels } = readBmp(bitmap(parts));
  const colour = (at: number) => [...pixels.subarray(4 * at, 4 * at + 4)];
  return { width, height, colours: Array.from({ length: width * height }, (_, at) => colour(at)) };
};

const black = [0, 0, 0, 255];
const white = [255, 255, 255, 255];
const orange = [255, 128, 0, 255];
const blue = [0, 0, 255, 255];
const fourColours = [0, 0, 0, 0, 255, 255, 255, 0, 0, 128, 255, 0, 255, 0, 0, 0];

test('24 bits: blue, green, red; the bottom row first; rows padded', () => {
  const rows = [
    [255, 0, 0, 0, 128, 255, 0, 0, 0],
    [255, 255, 255, 0, 0, 0, 0, 128, 255],
  ];
  const colours = [white, black, orange, blue, orange, black];
  expect(read({ width: 3, height: 2, bits: 24, rows })).toEqual({ width: 3, height: 2, colours });
  expect(read({ width: 3, height: -2, bits: 24, rows: [...rows].reverse() }).colours).toEqual(colours);
});

test('palettes of 1, 2, 4 and 8 bits', () => {
  const palette = fourColours;
  const sizes = { width: 3, height: 1, palette };
  expect(read({ ...sizes, bits: 1, rows: [[0b01000000]] }).colours).toEqual([black, white, black]);
  expect(read({ ...sizes, bits: 2, rows: [[0b10_11_01_00]] }).colours).toEqual([orange, blue, white]);
  expect(read({ ...sizes, bits: 4, rows: [[0x23, 0x10]] }).colours).toEqual([orange, blue, white]);
  expect(read({ ...sizes, bits: 8, rows: [[2, 3, 1]] }).colours).toEqual([orange, blue, white]);
});

test('an index beyond the palette is black', () => {
  const parts = { width: 2, height: 1, bits: 8, rows: [[200, 1]], palette: fourColours };
  expect(read(parts).colours).toEqual([black, white]);
});

test('the old OS/2 header with its palette of three bytes', () => {
  const palette = [0, 0, 0, 255, 255, 255, 0, 128, 255];
  const parts = { width: 3, height: 1, bits: 8, rows: [[2, 1, 0]], palette, headerSize: 12 };
  expect(read(parts).colours).toEqual([orange, white, black]);
});

test('16 bits: five each, or as the bit fields say', () => {
  const word = (value: number) => [value & 255, value >> 8];
  const plain = [...word(0x7fff), ...word(0x001f), ...word(0)];
  expect(read({ width: 3, height: 1, bits: 16, rows: [plain] }).colours).toEqual([white, blue, black]);
  const masks = [0xf800, 0x07e0, 0x001f];
  const fields = [...word(0xffff), ...word(0xf800 | (32 << 5)), ...word(0x001f)];
  const parts = { width: 3, height: 1, bits: 16, rows: [fields], compression: 3, masks };
  expect(read(parts).colours).toEqual([white, [255, 130, 0, 255], blue]);
});

test('32 bits: opacity is used only if a bit field names it and it is not 0 everywhere', () => {
  const row = [0, 128, 255, 0, 255, 0, 0, 77];
  const plain = { width: 2, height: 1, bits: 32, rows: [row] };
  expect(read(plain).colours).toEqual([orange, blue]);
  const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
  const withOpacity = { ...plain, compression: 3, masks, headerSize: 108 };
  expect(read(withOpacity).colours).toEqual([
    [255, 128, 0, 0],
    [0, 0, 255, 77],
  ]);
  const allNothing = { ...withOpacity, rows: [[0, 128, 255, 0, 255, 0, 0, 0]] };
  expect(read(allNothing).colours).toEqual([orange, blue]);
});

/** The grey values, one for each pixel, from the top row down. */
const greys = (bytes: Buffer) => {
  const { width, height, pixels } = readBmp(bytes);
  const grey = Array.from({ length: width * height }, (_, at) => pixels[4 * at] as number);
  return Array.from({ length: height }, (_, y) => grey.slice(y * width, (y + 1) * width));
};

test('an offset that points into the headers or the palette is corrected', () => {
  const file = path.join(import.meta.dirname, '../../testing/fixtures/pictures/offset-ignores-palette.bmp');
  const forgetful = fs.readFileSync(file);
  const rows = greys(forgetful);
  expect(rows[0]?.slice(0, 4)).toEqual([39, 131, 251, 246]);
  expect(rows[7]?.slice(4)).toEqual([141, 235, 13, 4]);
  const correct = Buffer.from(forgetful);
  correct.writeUInt32LE(14 + 40 + 4 * 256, 10);
  for (const offset of [0, 14, 54, 55, 1000, 1077]) {
    const wrong = Buffer.from(forgetful);
    wrong.writeUInt32LE(offset, 10);
    expect(greys(wrong)).toEqual(greys(correct));
  }
  const row = [255, 0, 0, 0, 128, 255];
  for (const offset of [0, 26, 53]) {
    expect(read({ width: 2, height: 1, bits: 24, rows: [row], offset }).colours).toEqual([blue, orange]);
  }
  const fields = { width: 1, height: 1, bits: 32, compression: 3, masks: [0xff, 0xff00, 0xff0000] };
  expect(read({ ...fields, rows: [[255, 128, 0, 0]], offset: 54 }).colours).toEqual([orange]);
});

test('a palette may be shorter than the header says, and the header may name more colours than there can be', () => {
  const parts = { width: 3, height: 1, bits: 4, rows: [[0x23, 0x10]], palette: fourColours };
  for (const colours of [4, 9, 16, 17, 2 ** 32 - 1]) {
    expect(read({ ...parts, colours }).colours).toEqual([orange, blue, white]);
  }
});

test('a bitmap that cannot be read is refused with the reason', () => {
  const good: Parts = { width: 2, height: 2, bits: 24, rows: [Array(6).fill(9), Array(6).fill(9)] };
  for (const compression of [1, 2, 4, 5, 11, 99]) {
    expect(() => read({ ...good, compression })).toThrow('compressed');
  }
  for (const bits of [0, 7, 64, 65535]) expect(() => read({ ...good, bits })).toThrow(`${bits} bits`);
  expect(() => read({ ...good, width: 0 })).toThrow('empty');
  expect(() => read({ ...good, width: -2 })).toThrow('-2 x 2 pixels');
  expect(() => read({ ...good, height: 0 })).toThrow('empty');
  expect(() => read({ ...good, width: 40000, height: 40000 })).toThrow('cut off');
  expect(() => read({ ...good, rows: [Array(6).fill(9)] })).toThrow('cut off');
  expect(() => read({ ...good, offset: 2 ** 32 - 1 })).toThrow('cut off');
  expect(() => read({ ...good, headerSize: 20 })).toThrow('header');
  expect(() => readBmp(Buffer.from('BM'))).toThrow('not a bitmap');
  expect(() => readBmp(Buffer.from('not a bitmap at all, only some text'))).toThrow('not a bitmap');
});

test('bit fields without colours are refused', () => {
  const fields =
    (masks: number[], bits = 32) =>
    () =>
      read({ width: 1, height: 1, bits, rows: [[1, 2, 3, 4]], compression: 3, masks });
  expect(fields([0xff0000, 0xff00, 0xff], 24)).toThrow('bit fields for 24 bits');
  expect(fields([0, 0, 0])).toThrow('invalid bit fields');
  expect(fields([0xff00ff, 0xff00, 0])).toThrow('invalid bit fields');
  expect(fields([0xffff00, 0xff00, 0xff])).toThrow('invalid bit fields');
  expect(fields([0xff0000, 0xff00, 0xff], 16)).toThrow('invalid bit fields');
  expect(fields([0xffc00000, 0x3ff000, 0xffc])).not.toThrow();
});
