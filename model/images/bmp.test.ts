import { expect, test } from 'vitest';
import { readBmp } from './bmp';

interface Parts {
  width: number;
  /** Negative: rows from above. */
  height: number;
  bits: number;
  /** Bottom row first, without padding. */
  rows: number[][];
  palette?: number[];
  compression?: number;
  masks?: number[];
  headerSize?: number;
}

/** A bitmap file from its parts, after the format's description. */
function bitmap({
  width,
  height,
  bits,
  rows,
  palette = [],
  compression = 0,
  masks = [],
  headerSize = 40,
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
  header.writeUInt32LE(header.length + extra.length + palette.length, 10);
  header.writeUInt32LE(headerSize, 14);
  if (isOs2) [width, height, 1, bits].forEach((value, i) => header.writeUInt16LE(value, 18 + 2 * i));
  else {
    header.writeInt32LE(width, 18);
    header.writeInt32LE(height, 22);
    header.writeUInt16LE(1, 26);
    header.writeUInt16LE(bits, 28);
    header.writeUInt32LE(compression, 30);
  }
  return Buffer.concat([header, extra, Buffer.from(palette), ...data]);
}

const read = (parts: Parts) => {
  const { width, height, pixels } = readBmp(bitmap(parts), 1000);
  const colour = (at: number) => [...pixels.subarray(4 * at, 4 * at + 4)];
  return { width, height, colours: Array.from({ length: width * height }, (_, at) => colour(at)) };
};

const black = [0, 0, 0, 255];
const white = [255, 255, 255, 255];
const orange = [255, 128, 0, 255];
const blue = [0, 0, 255, 255];
const fourColours = [0, 0, 0, 0, 255, 255, 255, 0, 0, 128, 255, 0, 255, 0, 0, 0];

test('24 bits: blue, green, red, rows from below and padded', () => {
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

test('a number beyond the palette is black', () => {
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

test('32 bits: opacity counts only where a bit field names it and not all of it is nothing', () => {
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

test('what cannot be read says why', () => {
  const good: Parts = { width: 2, height: 2, bits: 24, rows: [Array(6).fill(9), Array(6).fill(9)] };
  expect(() => read({ ...good, compression: 1 })).toThrow('compressed');
  expect(() => read({ ...good, bits: 7 })).toThrow('7 bits');
  expect(() => read({ ...good, width: 0 })).toThrow('empty');
  expect(() => read({ ...good, height: 0 })).toThrow('empty');
  expect(() => read({ ...good, width: 40000, height: 40000 })).toThrow('too large');
  expect(() => read({ ...good, rows: [Array(6).fill(9)] })).toThrow('cut off');
  expect(() => read({ ...good, headerSize: 20 })).toThrow('header');
  expect(() => readBmp(Buffer.from('BM'), 1000)).toThrow('not a bitmap');
  expect(() => readBmp(Buffer.from('not a bitmap at all, only some text'), 1000)).toThrow('not a bitmap');
});
