import { defaultSettings } from '../../settings';
import fs from 'fs';
import os from 'os';
import path from 'path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { decodeImage, decodeToValues, encodePng, readPng, withImageFile } from './image-codec';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'image-codec-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const shape = { ...defaultSettings, size: 16, reading: 2 } as const;
const greyRamp = Uint8Array.from({ length: 256 }, (_, i) => i);

const raw = (pixels: Uint8Array | Uint16Array, width: number, height: number, channels: 1 | 2 | 3 | 4) =>
  sharp(pixels, { raw: { width, height, channels } });
const greyImage = (pixels: Uint8Array, width = 16, height = 16) =>
  raw(pixels, width, height, 1).toColourspace('b-w');
/** A picture whose colours are given by column and row. */
const colourImage = (colour: (x: number, y: number) => readonly number[], width = 16, height = 16) => {
  const pixels = Array.from({ length: width * height }, (_, i) => colour(i % width, Math.floor(i / width)));
  return raw(Uint8Array.from(pixels.flat()), width, height, (pixels[0] as number[]).length as 3 | 4);
};

async function values(image: Sharp | Buffer, changes: Partial<Parameters<typeof decodeImage>[1]> = {}) {
  const bytes = Buffer.isBuffer(image) ? image : await image.toBuffer();
  const decoded = await decodeImage(bytes, { ...shape, ...changes });
  if (!decoded.ok) throw new Error(`${decoded.reason}: ${decoded.detail}`);
  return decoded.values;
}

const largestDifference = (a: Uint8Array, b: Uint8Array) =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));

test('a grey picture of the right size keeps every value in every lossless format', async () => {
  for (const image of [
    greyImage(greyRamp).png(),
    greyImage(greyRamp).png({ progressive: true }),
    greyImage(greyRamp).webp({ lossless: true }),
    greyImage(greyRamp).tiff({ compression: 'none' }),
    greyImage(greyRamp).tiff({ compression: 'lzw' }),
    greyImage(greyRamp).tiff({ compression: 'deflate', bigtiff: true }),
    greyImage(greyRamp).toColourspace('srgb').png(),
  ]) {
    expect(await values(image)).toEqual(greyRamp);
  }
});

test.each(['rgb', 'palette'] as const)(
  'for %s pictures every colour is kept as it is in the file',
  async (colour) => {
    const colourOf = (x: number, y: number) => [x * 16, y * 16, (x * y) % 256];
    const expected = Uint8Array.from({ length: 768 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return colourOf(pixel % 16, pixel >> 4)[i % 3] as number;
    });
    expect(await values(colourImage(colourOf).png(), { colour })).toEqual(expected);
    expect(Uint8Array.from(await values(colourImage(colourOf).webp({ lossless: true }), { colour }))).toEqual(
      expected,
    );
    // A grey file has three equal values.
    const grey = Uint8Array.from(await values(greyImage(greyRamp).png(), { colour }));
    expect(grey).toEqual(Uint8Array.from({ length: 768 }, (_, i) => greyRamp[Math.floor(i / 3)] as number));
    // Transparency takes the background's colour.
    const clear = colourImage(() => [255, 255, 255, 0]).png();
    const flattened = await values(clear, { colour, background: '#102030' });
    expect([...flattened.subarray(0, 3)]).toEqual([16, 32, 48]);
  },
);

test('palettes and packed bits are decoded to their colours', async () => {
  const sixteen = greyRamp.map((value) => (value >> 4) * 17);
  const two = greyRamp.map((value) => (value % 3 ? 255 : 0));
  expect(await values(greyImage(sixteen).png({ palette: true, dither: 0 }))).toEqual(sixteen);
  expect(await values(greyImage(sixteen).gif({ dither: 0 }))).toEqual(sixteen);
  expect(await values(greyImage(two).png({ palette: true, colours: 2 }))).toEqual(two);
  for (const miniswhite of [false, true]) {
    const bits = greyImage(two).tiff({ compression: 'ccittfax4', bitdepth: 1, miniswhite });
    expect(await values(bits)).toEqual(two);
  }
});

test('lossy formats come close', async () => {
  for (const image of [
    greyImage(greyRamp).jpeg({ quality: 100 }),
    greyImage(greyRamp).avif({ lossless: true }),
  ]) {
    expect(largestDifference(await values(image), greyRamp)).toBeLessThanOrEqual(2);
  }
});

test('other colours become Rec. 601 luma, rounded', async () => {
  const colours = [
    [255, 0, 0, 76],
    [0, 255, 0, 150],
    [0, 0, 255, 29],
    [200, 100, 50, 124],
    [1, 0, 0, 0],
    [0, 1, 0, 1],
    [254, 255, 255, 255],
  ] as const;
  const pictures = colours.map((colour) => colourImage(() => colour.slice(0, 3)).png());
  const greys = await Promise.all(pictures.map((picture) => values(picture)));
  expect(greys.map((grey) => grey[0])).toEqual(colours.map((colour) => colour[3]));
});

test('runs of 0.1.0 keep the upper 8 of 16 bits', async () => {
  const old = (image: Sharp) => values(image, { reading: 1 });
  const grey = Uint16Array.from(greyRamp, (value) => value * 256 + ((value * 37) % 256));
  expect(await old(raw(grey, 16, 16, 1).toColourspace('grey16').png())).toEqual(greyRamp);
  const colours = Uint16Array.from({ length: 768 }, (_, i) => grey[Math.floor(i / 3)] as number);
  expect(await old(raw(colours, 16, 16, 3).toColourspace('rgb16').png())).toEqual(greyRamp);
  expect(await old(raw(colours, 16, 16, 3).toColourspace('rgb16').tiff({ compression: 'lzw' }))).toEqual(
    greyRamp,
  );
});

test('CMYK pictures keep black, white and the order of brightness', async () => {
  const stripes = colourImage(
    (x) =>
      [
        [0, 0, 0],
        [120, 120, 120],
        [255, 255, 255],
        [255, 0, 0],
      ][x >> 2] as number[],
  );
  const grey = await values(stripes.toColourspace('cmyk').jpeg({ quality: 100 }));
  const [black, middle, white, red] = [2, 6, 10, 14].map((x) => grey[x] as number) as [
    number,
    number,
    number,
    number,
  ];
  expect(black).toBeLessThan(40);
  expect(Math.abs(middle - 120)).toBeLessThan(12);
  expect(white).toBeGreaterThan(250);
  expect(Math.abs(red - 76)).toBeLessThan(25);
});

test('pictures are turned upright by their EXIF orientation', async () => {
  const [width, height] = [20, 16];
  // Asymmetric, and smooth enough for JPEG.
  const brightness = (x: number, y: number) => 5 * x + 9 * y + (x < 4 ? 20 : 0);
  const upright = colourImage((x, y) => Array(3).fill(brightness(x, y)), width, height).png();
  const expected = await values(upright, { fit: 'stretch' });
  const [right, bottom] = [width - 1, height - 1];
  /** The stored value at column x of row y for each orientation, so that turning it gives the upright picture. */
  const stored: Record<number, (x: number, y: number) => number> = {
    1: (x, y) => brightness(x, y),
    2: (x, y) => brightness(right - x, y),
    3: (x, y) => brightness(right - x, bottom - y),
    4: (x, y) => brightness(x, bottom - y),
    5: (x, y) => brightness(y, x),
    6: (x, y) => brightness(right - y, x),
    7: (x, y) => brightness(right - y, bottom - x),
    8: (x, y) => brightness(y, bottom - x),
  };
  for (const [orientation, at] of Object.entries(stored)) {
    const isTurned = Number(orientation) > 4;
    const sides = isTurned ? ([height, width] as const) : ([width, height] as const);
    const image = colourImage((x, y) => Array(3).fill(at(x, y)), ...sides);
    const tagged = image.withMetadata({ orientation: Number(orientation) });
    expect(await values(tagged.clone().png(), { fit: 'stretch' })).toEqual(expected);
    const jpeg = await values(tagged.clone().jpeg({ quality: 100 }), { fit: 'stretch' });
    expect(largestDifference(jpeg, expected)).toBeLessThan(6);
  }
});

test('transparency shows the background', async () => {
  const fading = colourImage((x) => [200, 200, 200, x < 8 ? 0 : 255]).png();
  const half = colourImage(() => [200, 200, 200, 128]).png();
  expect([...(await values(fading)).slice(6, 10)]).toEqual([0, 0, 200, 200]);
  expect([...(await values(fading, { background: '#ffffff' })).slice(6, 10)]).toEqual([255, 255, 200, 200]);
  // Red is 76 in grey, even under a picture without colour.
  expect((await values(fading, { background: '#ff0000' }))[0]).toBe(76);
  const greyWithAlpha = Uint8Array.from({ length: 512 }, (_, i) => (i % 2 ? 0 : 90));
  expect(
    (await values(raw(greyWithAlpha, 16, 16, 2).toColourspace('b-w').png(), { background: '#ff0000' }))[0],
  ).toBe(76);
  expect(Math.abs(((await values(half))[0] as number) - 100)).toBeLessThanOrEqual(1);
  const hidden16 = Uint16Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 0 : 60000));
  expect(
    (await values(raw(hidden16, 16, 16, 4).toColourspace('rgb16').png(), { background: '#404040' }))[0],
  ).toBe(64);
});

test('crop cuts both sides evenly and does not resample a side that fits', async () => {
  const tall = Uint8Array.from({ length: 16 * 40 }, (_, i) => (i * 7) % 256);
  expect(await values(greyImage(tall, 16, 40).png())).toEqual(tall.slice(16 * 12, 16 * 28));
  const wide = Uint8Array.from({ length: 40 * 16 }, (_, i) => (i % 40) * 6);
  expect([...(await values(greyImage(wide, 40, 16).png())).slice(0, 16)]).toEqual([...wide.slice(12, 28)]);
});

test('fit adds margins in the background colour, stretch distorts', async () => {
  const wide = greyImage(new Uint8Array(64 * 32).fill(200), 64, 32).png();
  const fitted = await values(await wide.toBuffer(), { fit: 'fit', background: '#0a0a0a' });
  expect([0, 3, 4, 11, 12, 15].map((y) => fitted[16 * y + 8])).toEqual([10, 10, 200, 200, 10, 10]);
  const squeezed = await values(await wide.toBuffer(), { fit: 'stretch', background: '#0a0a0a' });
  expect(squeezed).toEqual(new Uint8Array(256).fill(200));
});

test('shrinking averages pixels and makes no strong halos', async () => {
  const checks = greyImage(
    Uint8Array.from({ length: 64 * 64 }, (_, i) => ((i + (i >> 6)) % 2 ? 255 : 0)),
    64,
    64,
  ).png();
  expect((await values(checks)).every((value) => Math.abs(value - 127.5) < 12)).toBe(true);
  const edge = greyImage(
    Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 64 < 32 ? 100 : 200)),
    64,
    64,
  ).png();
  const row = (await values(edge)).slice(0, 16);
  expect(Math.min(...row)).toBeGreaterThanOrEqual(95);
  expect(Math.max(...row)).toBeLessThanOrEqual(205);
  expect([row[0], row[15]]).toEqual([100, 200]);
});

test('animations and multi-page files give their first picture', async () => {
  const frames = Uint8Array.from(
    { length: 16 * 48 },
    (_, i) => [30, 130, 230][Math.floor(i / 256)] as number,
  );
  const animation = await sharp(frames, { raw: { width: 16, height: 48, channels: 1, pageHeight: 16 } })
    .gif({ loop: 0 })
    .toBuffer();
  expect((await sharp(animation).metadata()).pages).toBe(3);
  expect((await values(animation))[100]).toBe(30);
  const webp = await sharp(animation, { animated: true }).webp({ lossless: true }).toBuffer();
  expect((await values(webp))[100]).toBe(30);
});

test('a bitmap is read like every other picture', async () => {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(16, 18);
  header.writeInt32LE(-16, 22);
  header.writeUInt16LE(24, 28);
  const pixels = Buffer.from(greyRamp.reduce<number[]>((all, value) => [...all, value, value, value], []));
  expect(await values(Buffer.concat([header, pixels]))).toEqual(greyRamp);
  const cut = await decodeImage(Buffer.concat([header, pixels.subarray(9)]), shape);
  expect(cut).toEqual({ ok: false, reason: 'unreadable', detail: 'it is cut off' });
});

test('an embedded colour profile changes no value', async () => {
  const profiled = await greyImage(greyRamp).toColourspace('srgb').withIccProfile('p3').png().toBuffer();
  expect((await sharp(profiled).metadata()).icc).toBeDefined();
  const stored = await sharp(profiled, { ignoreIcc: true }).toColourspace('b-w').raw().toBuffer();
  expect(await values(profiled)).toEqual(new Uint8Array(stored));
});

test('a file gives its values, or an error with a reason', async () => {
  const file = path.join(folder, 'ramp.png');
  fs.writeFileSync(file, await greyImage(greyRamp).png().toBuffer());
  expect(await decodeToValues(file, shape)).toEqual(greyRamp);
  await expect(decodeToValues(file, { ...shape, size: 32 })).rejects.toMatchObject({
    code: 'image-unreadable',
    facts: { file, reason: 'it has 16 x 16 pixels, and the network sees 32 x 32' },
  });
  const none = path.join(folder, 'none.png');
  await expect(decodeToValues(none, shape)).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(await withImageFile(none, unused)).toMatchObject({ ok: false, reason: 'unreachable' });
  expect(await withImageFile(folder, unused)).toMatchObject({ ok: false, reason: 'unreachable' });
});

function unused(): never {
  throw new Error('a file that cannot be read was used');
}

test('PNG files are read back value for value, grey and in colour', async () => {
  for (const channels of [1, 3] as const) {
    const dimensions = { height: 5, width: 7, channels };
    const pixels = Uint8Array.from({ length: 35 * channels }, (_, i) => (i * 31) % 256);
    const file = path.join(folder, `${channels}.png`);
    fs.writeFileSync(file, await encodePng(pixels, dimensions));
    expect((await sharp(file).metadata()).channels).toBe(channels);
    expect(await readPng(file)).toEqual({ ...dimensions, values: Buffer.from(pixels) });
  }
});
