import { expect, test } from 'vitest';
import { randomValues } from '../random';
import { colourOf, inBrightness, nearestLevels, paletteColours, writtenColour } from './palette';

test('a colour is written in the form it is read in', () => {
  expect(colourOf('#0a80ff')).toEqual([10, 128, 255]);
  for (const written of ['#000000', '#ffffff', '#0a80ff', '#010203']) {
    expect(writtenColour(colourOf(written))).toBe(written);
  }
});

test('colours are sorted by brightness, in which green counts most', () => {
  const [blue, red, green, grey] = [
    [0, 0, 255],
    [255, 0, 0],
    [0, 255, 0],
    [128, 128, 128],
  ] as const;
  expect(inBrightness([green, grey, red, blue])).toEqual([blue, red, grey, green]);
});

test('each pixel gets the level of the nearest colour, the first of equals', () => {
  const palette = ['#000000', '#ff0000', '#ff0000', '#00ff00', '#ffffff'];
  const values = Uint8Array.from(randomValues(3 * 500, 1, 0), (die) => Math.floor(256 * die));
  const levels = nearestLevels(values, palette);
  expect(levels).toHaveLength(500);
  levels.forEach((level, pixel) => {
    const distances = palette.map((written) =>
      colourOf(written).reduce((sum, c, i) => sum + (c - (values[3 * pixel + i] as number)) ** 2, 0),
    );
    expect(level).toBe(distances.indexOf(Math.min(...distances)));
  });
  expect(new Set(levels)).toEqual(new Set([0, 1, 3, 4]));
});

test('levels are shown in their colours and recovered from them', () => {
  const palette = ['#102030', '#405060', '#ffeedd'];
  const levels = Uint8Array.of(2, 0, 1, 1);
  const shown = paletteColours(levels, palette);
  expect([...shown.subarray(0, 6)]).toEqual([255, 238, 221, 16, 32, 48]);
  expect(nearestLevels(shown, palette)).toEqual(levels);
});
