import { defaultSettings } from '../../settings';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodeImage } from './image-codec';

const shape = { ...defaultSettings, size: 256, colour: 'rgb', reading: 2 } as const;
type Shape = Parameters<typeof decodeImage>[1];

async function valuesOf(bytes: Buffer, changes: Partial<Shape> = {}): Promise<number[]> {
  const image = await decodeImage(bytes, { ...shape, ...changes });
  if (!image.ok) throw new Error(`${image.reason}: ${image.detail}`);
  return Array.from(image.values);
}

/** A PNG of side * side pixels: grey or colours, with or without opacity. */
function png(values: Uint8Array | Uint16Array, channels: 1 | 2 | 3 | 4, side = 256): Promise<Buffer> {
  const bits = values instanceof Uint16Array ? 16 : 8;
  const space = { 8: { 1: 'b-w', 3: 'srgb' }, 16: { 1: 'grey16', 3: 'rgb16' } }[bits][channels < 3 ? 1 : 3];
  const raw = { width: side, height: side, channels };
  return sharp(values, { raw }).toColourspace(space).png().toBuffer();
}

/** The nearest whole number to a fraction; none of those tested is a half. */
const nearest = (over: bigint, under: bigint) => Number((2n * over + under) / (2n * under));

/** A value blended with a background, both from 0 to 255. */
function laid(value: number, opacity: number, background: number, full: bigint): number {
  const [v, a, b] = [BigInt(value), BigInt(opacity), BigInt(background)];
  return nearest(v * a * 255n + b * (full - a) * full, full * full);
}

const everyPair = Uint8Array.from({ length: 2 * 65536 }, (_, i) => (i % 2 ? (i >> 1) & 255 : i >> 9));
/** Pseudorandom values, the same each time. */
const deepNoise = Uint16Array.from({ length: 4 * 65536 }, (_, i) => Math.imul(i + 1, 2654435761) >>> 16);

test.each([0, 1, 127, 128, 200, 255])(
  'every value with every opacity is blended with %i and rounded to the nearest',
  async (grey) => {
    const background = `#${grey.toString(16).padStart(2, '0').repeat(3)}`;
    const values = await valuesOf(await png(everyPair, 2), { background });
    const expected = Array.from({ length: 65536 }, (_, pixel) => laid(pixel >> 8, pixel & 255, grey, 255n));
    expect(values).toEqual(expected.flatMap((value) => [value, value, value]));
  },
);

test('every 16-bit value is rounded to the nearest 8-bit value', async () => {
  const every = Uint16Array.from({ length: 65536 }, (_, value) => value);
  const values = await valuesOf(await png(every, 1));
  const expected = Array.from(every, (value) => nearest(BigInt(value) * 255n, 65535n));
  expect(values).toEqual(expected.flatMap((value) => [value, value, value]));
  // Grey is computed from 8-bit colours, as for other files.
  expect(await valuesOf(await png(every, 1), { colour: 'grey' })).toEqual(expected);
});

test('16 bits with opacity are rounded once, after they are blended with the background', async () => {
  const values = await valuesOf(await png(deepNoise, 4), { background: '#ff8010' });
  const expected = Array.from({ length: 3 * 65536 }, (_, i) => {
    const pixel = 4 * Math.floor(i / 3);
    const [value, opacity] = [deepNoise[pixel + (i % 3)] as number, deepNoise[pixel + 3] as number];
    return laid(value, opacity, [255, 128, 16][i % 3] as number, 65535n);
  });
  expect(values).toEqual(expected);
});

test('runs of 0.1.0 still round down', async () => {
  const images = path.join(import.meta.dirname, '../../testing/fixtures/made-by-0.1.0/images');
  const clear = fs.readFileSync(path.join(images, 'discs/transparent.png'));
  const deep = fs.readFileSync(path.join(images, 'bars/deep.png'));
  const pixels = await sharp(clear).raw().toBuffer();
  const down = Array.from({ length: 192 }, (_, i) => {
    const pixel = 4 * Math.floor(i / 3);
    const opacity = pixels[pixel + 3] as number;
    return Math.floor(((pixels[pixel + (i % 3)] as number) * opacity + 200 * (255 - opacity)) / 255);
  });
  const old = { size: 8, background: '#c8c8c8', reading: 1 } as const;
  expect(await valuesOf(clear, old)).toEqual(down);
  expect(await valuesOf(clear, { ...old, reading: 2 })).not.toEqual(down);
  const raw = await sharp(deep).toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer();
  const upper = Array.from(raw).filter((_, i) => i % 2 === 1);
  expect(await valuesOf(deep, old)).toEqual(upper);
  expect(await valuesOf(deep, { ...old, reading: 2 })).not.toEqual(upper);
});

/** Four repeated columns: after shrinking to a quarter, each pixel except at the edges is their mean. */
async function meansOf(columns: readonly (readonly number[])[], changes: Partial<Shape> = {}, deep = false) {
  const side = 64;
  const channels = columns[0]?.length as 3 | 4;
  const flat = Array.from({ length: side * side }, (_, i) => columns[i % 4] as number[]).flat();
  const bytes = await png(deep ? Uint16Array.from(flat) : Uint8Array.from(flat), channels, side);
  const values = await valuesOf(bytes, { size: 16, fit: 'stretch', ...changes });
  return values.slice(3 * (8 * 16 + 8), 3 * (8 * 16 + 8) + 3);
}

test('16 bits are kept until a picture is resized', async () => {
  const below = Math.floor(100.49 * 257);
  const above = Math.floor(101.49 * 257);
  const columns = [below, below, above, below].map((value) => [value, value + 257, 65535 - value]);
  // If rounded first, three values of 100 and one of 101 would give 100.
  expect(await meansOf(columns, {}, true)).toEqual([101, 102, 154]);
  const opaque = columns.map((column) => [...column, 65535]);
  expect(await meansOf(opaque, {}, true)).toEqual([101, 102, 154]);
});

test('partly transparent pixels are kept exactly until a picture is resized', async () => {
  const columns = [
    [10, 250, 77, 3],
    [200, 7, 99, 64],
    [255, 3, 180, 191],
    [31, 90, 1, 129],
  ] as const;
  for (const background of [0, 131, 255]) {
    const exact = [0, 1, 2].map((c) =>
      columns.reduce((sum, column) => {
        const opacity = column[3] / 255;
        return sum + ((column[c] as number) * opacity + background * (1 - opacity)) / 4;
      }, 0),
    );
    const hex = `#${background.toString(16).padStart(2, '0').repeat(3)}`;
    expect(await meansOf(columns, { background: hex })).toEqual(exact.map(Math.round));
  }
});

test('colours that opacity hides leave no trace at the edges', async () => {
  const columns = [
    [255, 255, 255, 255],
    [255, 0, 0, 0],
    [255, 255, 255, 255],
    [0, 0, 255, 0],
  ];
  expect(await meansOf(columns)).toEqual([128, 128, 128]);
  expect(await meansOf(columns, { background: '#ffffff' })).toEqual([255, 255, 255]);
});

test('the same pixels give the same values, however they are stored', async () => {
  const grey = Uint8Array.from({ length: 96 * 96 }, (_, i) => (i * 37 + (i >> 5) * 11) % 256);
  const repeated = (times: number) =>
    Uint8Array.from({ length: grey.length * times }, (_, i) => grey[Math.floor(i / times)] as number);
  const opaque = repeated(4).map((value, i) => (i % 4 === 3 ? 255 : value));
  const files = [
    await png(repeated(3), 3, 96),
    await png(opaque, 4, 96),
    await png(
      Uint16Array.from(grey, (value) => 257 * value),
      1,
      96,
    ),
    await png(
      Uint16Array.from(opaque, (value) => 257 * value),
      4,
      96,
    ),
    await sharp(grey, { raw: { width: 96, height: 96, channels: 1 } })
      .webp({ lossless: true })
      .toBuffer(),
    await sharp(grey, { raw: { width: 96, height: 96, channels: 1 } })
      .tiff({ compression: 'lzw' })
      .toBuffer(),
  ];
  for (const size of [96, 64, 17]) {
    const expected = await valuesOf(await png(grey, 1, 96), { size });
    for (const file of files) expect(await valuesOf(file, { size })).toEqual(expected);
  }
});

test('margins have the 8-bit background beside a 16-bit picture', async () => {
  const wide = Uint16Array.from({ length: 3 * 64 * 32 }, (_, i) => 5000 + i);
  const bytes = await sharp(wide, { raw: { width: 64, height: 32, channels: 3 } })
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  for (const [background, colour] of [
    ['#ffffff', [255, 255, 255]],
    ['#0180fe', [1, 128, 254]],
  ] as const) {
    const values = await valuesOf(bytes, { size: 32, fit: 'fit', background });
    const at = (y: number) => values.slice(3 * (32 * y + 16), 3 * (32 * y + 16) + 3);
    expect([0, 7, 24, 31].map(at)).toEqual([colour, colour, colour, colour]);
    expect([8, 23].map(at)).not.toContainEqual(colour);
  }
});
