import { defaultSettings } from '../../settings';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { tiffFile, type TiffParts } from '../../testing/tiff-file';
import { chunk } from '../png-text';
import { decodeImage } from './image-codec';

const pictures = path.join(import.meta.dirname, '../../testing/fixtures/pictures');
const shape = { ...defaultSettings, size: 8, colour: 'rgb', reading: 2 } as const;

async function valuesOf(bytes: Buffer, changes: Partial<Parameters<typeof decodeImage>[1]> = {}) {
  const image = await decodeImage(bytes, { ...shape, ...changes });
  if (!image.ok) throw new Error(`${image.reason}: ${image.detail}`);
  return Array.from(image.values);
}

async function refusalOf(bytes: Buffer, reading: 1 | 2) {
  const image = await decodeImage(bytes, { ...shape, reading });
  return image.ok ? 'read' : `${image.reason}: ${image.detail}`;
}

const side = 8;
const count = side * side;
const noise = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 89 + (i >> 3) * 31) % 256);
/** The samples of these channels, for every pixel. */
const channelsOf = (data: Uint8Array, all: number, wanted: number[]) =>
  Array.from({ length: data.length / all }, (_, pixel) =>
    wanted.map((channel) => data[pixel * all + channel] as number),
  ).flat();
const tiff = (channels: number, rest: Partial<TiffParts> = {}) => {
  const data = noise(count * channels);
  return { data, bytes: tiffFile({ width: side, height: side, channels, data, ...rest }) };
};

test.each([
  ['RGB and one unspecified channel', 3, [0]],
  ['RGB and two', 3, [0, 0]],
  ['grey and one', 1, [0]],
  ['grey and two', 1, [0, 0]],
] as const)('%s: channels other than colours are dropped', async (_, colours, extraSamples) => {
  for (const isBig of [false, true]) {
    const all = colours + extraSamples.length;
    const photometric = colours === 1 ? 1 : 2;
    const { data, bytes } = tiff(all, { extraSamples: [...extraSamples], photometric, isBig });
    const expected = channelsOf(data, all, colours === 1 ? [0, 0, 0] : [0, 1, 2]);
    expect(await valuesOf(bytes)).toEqual(expected);
    expect(await valuesOf(bytes, { background: '#ff8040' })).toEqual(expected);
  }
});

test('opacity is the channel that the file declares, wherever it is', async () => {
  const { data, bytes } = tiff(5, { extraSamples: [0, 2] });
  const expected = channelsOf(data, 5, [0, 1, 2]).map((value, i) => {
    const opacity = data[Math.floor(i / 3) * 5 + 4] as number;
    return Math.round((value * opacity + 200 * (255 - opacity)) / 255);
  });
  expect(await valuesOf(bytes, { background: '#c8c8c8' })).toEqual(expected);
  const image = await decodeImage(bytes, shape);
  expect(image.ok && image.notes).toEqual(['alpha']);
  const unstated = await decodeImage(tiff(4, { extraSamples: [0] }).bytes, shape);
  expect(unstated.ok && unstated.notes).toEqual([]);
});

test('premultiplied colours are not multiplied by their opacity again', async () => {
  const { data } = tiff(4);
  for (let at = 0; at < data.length; at += 4) {
    const opacity = data[at + 3] as number;
    for (let c = 0; c < 3; c++) data[at + c] = Math.floor(((data[at + c] as number) * opacity) / 255);
  }
  const bytes = tiffFile({ width: side, height: side, channels: 4, data, extraSamples: [1] });
  const expected = channelsOf(data, 4, [0, 1, 2]).map((value, i) => {
    const opacity = data[Math.floor(i / 3) * 4 + 3] as number;
    return opacity === 0 ? 200 : Math.round(value + (200 * (255 - opacity)) / 255);
  });
  expect(await valuesOf(bytes, { background: '#c8c8c8' })).toEqual(expected);
});

test('pictures with too many channels are refused, with all reading rules', async () => {
  const five = fs.readFileSync(path.join(pictures, 'tiff-extra-channels/a.tif'));
  const stored = await sharp(five).raw().toBuffer();
  expect(await valuesOf(five)).toEqual(channelsOf(stored, 5, [0, 1, 2]));
  // Its second extra channel was decoded as a fourth colour, which overwrote the next picture.
  expect(await refusalOf(five, 1)).toBe('unreadable: it was decoded to 256 values for 8 x 8 pixels');
  const many = tiff(8, { extraSamples: [0, 0, 0, 0, 0] });
  for (const reading of [1, 2] as const) {
    expect(await refusalOf(many.bytes, reading)).toBe('unreadable: it has 8 channels, more than 5');
  }
});

test.each([
  [{ bits: 32, sampleFormat: 3 }, '32-bit floating-point values'],
  [{ bits: 16, sampleFormat: 3 }, '16-bit floating-point values'],
  [{ bits: 64, sampleFormat: 3 }, '64-bit floating-point values'],
  [{ bits: 32 }, '32-bit values'],
  [{ bits: 12 }, '12-bit values'],
  [{ bits: 64 }, '64-bit values'],
  [{ bits: 8, sampleFormat: 2 }, 'signed 8-bit values'],
  [{ bits: 16, sampleFormat: 2 }, 'signed 16-bit values'],
  [{ bits: 32, sampleFormat: 2 }, 'signed 32-bit values'],
  [{ bits: 64, sampleFormat: 6 }, 'complex numbers of 64 bits'],
  [{ bits: 128, sampleFormat: 6 }, 'complex numbers of 128 bits'],
])('other types of numbers are refused by name: %j', async (numbers, name) => {
  const data = noise((count * numbers.bits) / 8);
  const refused = `unreadable: it has ${name}, which do not define black and white; save it with 8 or 16 bits`;
  for (const isBig of [false, true]) {
    const bytes = tiffFile({ width: side, height: side, data, isBig, ...numbers });
    expect(await refusalOf(bytes, 1)).toBe(refused);
    expect(await refusalOf(bytes, 2)).toBe(refused);
  }
});

test('floating-point brightness is never read as 0 to 255', async () => {
  const bytes = fs.readFileSync(path.join(pictures, 'float01.tif'));
  expect(await refusalOf(bytes, 2)).toContain('it has 32-bit floating-point values');
});

test('integers of up to 16 bits are read, and tags with offsets beyond the file are refused', async () => {
  const grey = tiff(1);
  expect(await valuesOf(grey.bytes)).toEqual(channelsOf(grey.data, 1, [0, 0, 0]));
  const deep = noise(count * 2);
  const values = Array.from(new Uint16Array(deep.buffer), (value) => Math.round((value * 255) / 65535));
  const bytes = tiffFile({ width: side, height: side, data: deep, bits: 16 });
  expect(await valuesOf(bytes)).toEqual(values.flatMap((value) => [value, value, value]));
  for (const at of [4, 5, 6, 7]) {
    const lost = Buffer.from(bytes);
    lost[at] = 0xf0;
    expect(await refusalOf(lost, 2)).toMatch(/^unreadable: /);
  }
});

test.each([10, 12] as const)(
  'white stays white in %i bits, and every value is rounded to the nearest of 8 bits',
  async (bitdepth) => {
    const [side, most] = [64, 2 ** bitdepth - 1];
    const stored = Array.from({ length: side * side }, (_, i) => Math.floor((i * most) / (side * side - 1)));
    const deep = Uint16Array.from(
      stored.flatMap((value) => [value, value, value, most]),
      (value) => value << (16 - bitdepth),
    );
    const avif = await sharp(deep, { raw: { width: side, height: side, channels: 4 } })
      .toColourspace('rgb16')
      .avif({ bitdepth, lossless: true })
      .toBuffer();
    const expected = stored.map((value) => Math.round((value * 255) / most));
    const values = await valuesOf(avif, { size: side, colour: 'grey', background: '#ff00ff' });
    expect(values).toEqual(expected);
  },
);

const green = [40, 200, 90] as const;
const frame = { left: 4, top: 2, side: 8, canvas: 16 };
const background = [16, 32, 48] as const;
const framed = Array.from({ length: frame.canvas ** 2 }, (_, place) => {
  const [x, y] = [(place % frame.canvas) - frame.left, Math.floor(place / frame.canvas) - frame.top];
  const isInside = x >= 0 && x < frame.side && y >= 0 && y < frame.side;
  return isInside ? [green[0], green[1], x === y ? 0 : green[2]] : background;
}).flat();
const small = sharp(
  Uint8Array.from({ length: frame.side ** 2 }, (_, i) => i).reduce<Buffer>(
    (pixels, i) => {
      pixels.set([green[0], green[1], i % (frame.side + 1) === 0 ? 0 : green[2]], 3 * i);
      return pixels;
    },
    Buffer.alloc(3 * frame.side ** 2),
  ),
  { raw: { width: frame.side, height: frame.side, channels: 3 } },
);
const onCanvas = { size: frame.canvas, background: '#102030' };

test('the first frame of a GIF is at its position on the background', async () => {
  const gif = await small.clone().gif({ dither: 0 }).toBuffer();
  const tableEnd = 13 + 3 * 2 ** (((gif[10] as number) & 7) + 1);
  let image = tableEnd;
  while (gif[image] === 0x21) {
    image += 2;
    while (gif[image]) image += 1 + (gif[image] as number);
    image += 1;
  }
  for (const extensions of [Buffer.alloc(0), gif.subarray(tableEnd, image)]) {
    const parts = Buffer.concat([gif.subarray(0, tableEnd), extensions, gif.subarray(image)]);
    parts.writeUInt16LE(frame.canvas, 6);
    parts.writeUInt16LE(frame.canvas, 8);
    parts.writeUInt16LE(frame.left, tableEnd + extensions.length + 1);
    parts.writeUInt16LE(frame.top, tableEnd + extensions.length + 3);
    expect(await valuesOf(parts, onCanvas)).toEqual(framed);
    const two = Buffer.concat([parts.subarray(0, -1), gif.subarray(image)]);
    expect(await valuesOf(two, onCanvas)).toEqual(framed);
  }
});

test('the first frame of a WebP is at its position on the background', async () => {
  const number = (value: number, bytes: number) => {
    const written = Buffer.alloc(bytes);
    written.writeUIntLE(value, 0, bytes);
    return written;
  };
  const riff = (name: string, ...parts: Buffer[]) => {
    const data = Buffer.concat(parts);
    return Buffer.concat([Buffer.from(name), number(data.length, 4), data, Buffer.alloc(data.length % 2)]);
  };
  const still = await small.clone().webp({ lossless: true }).toBuffer();
  const last = frame.side - 1;
  const sides = [frame.left / 2, frame.top / 2, last, last].map((value) => number(value, 3));
  const animated = riff('ANMF', ...sides, number(100, 3), number(0, 1), still.subarray(12));
  const canvas = [number(2, 4), number(frame.canvas - 1, 3), number(frame.canvas - 1, 3)];
  const parts = [
    riff('VP8X', ...canvas),
    riff('ANIM', number(0xff0000ff, 4), number(0, 2)),
    animated,
    animated,
  ];
  expect(await valuesOf(riff('RIFF', Buffer.from('WEBP'), ...parts), onCanvas)).toEqual(framed);
});

test('an animated PNG gives the picture that programs without animation show', async () => {
  const png = await small.clone().png().toBuffer();
  const [head, rest] = [png.subarray(0, 33), png.subarray(33)];
  const control = chunk('acTL', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]));
  const image = await decodeImage(Buffer.concat([head, control, rest]), shape);
  expect(image.ok && image.notes).toEqual(['frames']);
  expect(image.ok && Array.from(image.values)).toEqual(await valuesOf(png));
});
