import sharp from 'sharp';
import { expect, test } from 'vitest';
import { randomValues } from '../random';
import { encodeIndexedPng, paletteOfPng } from './indexed-png';
import { colourOf, paletteColours, writtenColour } from './palette';

const paletteOf = (count: number) =>
  Array.from({ length: count }, (_, i) => writtenColour([i, 255 - i, (i * 37) % 256]));

test.each([
  [2, 1, 5, 13],
  [3, 2, 4, 7],
  [4, 2, 3, 8],
  [5, 4, 7, 5],
  [16, 4, 8, 3],
  [17, 8, 6, 6],
  [256, 8, 20, 19],
])('%i colours take %i bits per pixel and are read back as written', async (count, bits, height, width) => {
  const palette = paletteOf(count);
  const pixels = Uint8Array.from(randomValues(height * width, count, 0), (die) => Math.floor(die * count));
  const png = encodeIndexedPng(pixels, { height, width }, palette, { Title: 'schön' });
  const image = sharp(png, { failOn: 'warning' });
  expect(await image.metadata()).toMatchObject({
    format: 'png',
    width,
    height,
    isPalette: true,
    bitsPerSample: bits,
  });
  const values = await image.toColourspace('srgb').raw().toBuffer();
  expect(Uint8Array.from(values)).toEqual(paletteColours(pixels, palette));
  // Colour type 3: indexed.
  expect([png[24], png[25]]).toEqual([bits, 3]);
  expect(paletteOfPng(png)).toEqual(palette.map(colourOf));
});

test('a PNG of another kind has no palette', async () => {
  const png = await sharp(new Uint8Array(12), { raw: { width: 2, height: 2, channels: 3 } })
    .png()
    .toBuffer();
  expect(paletteOfPng(png)).toEqual([]);
});
