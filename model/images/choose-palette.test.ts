import { expect, test } from 'vitest';
import { randomValues } from '../random';
import { choosePalette } from './choose-palette';
import { colourOf, nearestLevels, paletteColours, writtenColour } from './palette';

/** `pixels` pixels of these colours, in random order. */
function pixelsOf(colours: readonly string[], pixels = 1000): Uint8Array {
  const dice = randomValues(pixels, 3, 0);
  return Uint8Array.from(
    Array.from(dice, (die) => colourOf(colours[Math.floor(die * colours.length)] as string)).flat(),
  );
}

test('the images’ own colours are kept exactly when there are no more than requested, dark to bright', async () => {
  const own = ['#ffffff', '#0000ff', '#000001', '#ff0000', '#fe0000'];
  expect(await choosePalette(pixelsOf(own), 5)).toEqual([
    '#000001',
    '#0000ff',
    '#fe0000',
    '#ff0000',
    '#ffffff',
  ]);
});

test('the brightest colour is repeated when there are fewer, so that every level has a colour', async () => {
  const palette = await choosePalette(pixelsOf(['#ffffff', '#000000', '#00ff00']), 6);
  expect(palette).toEqual(['#000000', '#00ff00', ...Array<string>(4).fill('#ffffff')]);
});

test.each([4, 7, 16, 32])(
  'of many colours %i representative ones are chosen, always the same',
  async (count) => {
    const values = Uint8Array.from(randomValues(3 * 5000, 2, 0), (die) => Math.floor(256 * die));
    const palette = await choosePalette(values, count);
    expect(new Set(palette).size).toBe(count);
    palette.forEach((colour) => expect(writtenColour(colourOf(colour))).toBe(colour));
    expect(await choosePalette(values, count)).toEqual(palette);

    // The mean squared distance of a pixel to its colour, if the colours were evenly spread.
    const evenly = (3 * (256 / Math.cbrt(count)) ** 2) / 12;
    const shown = paletteColours(nearestLevels(values, palette), palette);
    const error = values.reduce((sum, value, i) => sum + (value - (shown[i] as number)) ** 2, 0) / 5000;
    expect(error / evenly).toBeLessThan(1.3);
  },
);

test('each cluster of colours gets a colour', async () => {
  const centres = ['#202020', '#c03030', '#30c030', '#e0e0e0'];
  const dice = randomValues(3 * 4000, 4, 0);
  const values = pixelsOf(centres, 4000).map((value, i) => value + Math.floor(9 * (dice[i] as number)) - 4);
  const palette = await choosePalette(values, 4);
  centres.forEach((centre, level) => {
    const nearest = colourOf(palette[level] as string);
    colourOf(centre).forEach((value, i) => expect(Math.abs(value - (nearest[i] as number))).toBeLessThan(4));
  });
});

test('more pixels than are sampled', async () => {
  const few = pixelsOf(['#102030', '#a0b0c0', '#405060'], 2 ** 18 + 1);
  expect(await choosePalette(few, 4)).toHaveLength(4);
  const many = few.map((value, i) => value ^ (i & 7));
  expect(new Set(await choosePalette(many, 8)).size).toBe(8);
});
