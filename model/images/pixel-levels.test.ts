import { expect, test } from 'vitest';
import {
  levelOfShown,
  levelsOfShown,
  levelsOfShownColours,
  quantise,
  quantiseAll,
  shownChannels,
  shownColours,
  shownValue,
  shownValues,
} from './pixel-levels';

const allValues = Uint8Array.from({ length: 256 }, (_, value) => value);

test('every value falls into its level', () => {
  expect([0, 63, 64, 127, 128, 191, 192, 255].map((v) => quantise(v, 4))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  expect([0, 85, 86, 170, 171, 255].map((v) => quantise(v, 3))).toEqual([0, 0, 1, 1, 2, 2]);
  for (let levels = 2; levels <= 256; levels++) {
    // level <= value * levels / 256 < level + 1, in integers without a division.
    const right = (value: number, level: number) =>
      256 * level <= value * levels && value * levels < 256 * (level + 1);
    expect(allValues.filter((value) => !right(value, quantise(value, levels)))).toHaveLength(0);
    expect([quantise(0, levels), quantise(255, levels)]).toEqual([0, levels - 1]);
  }
});

test('levels are shown from black to white', () => {
  expect([0, 1, 2, 3].map((level) => shownValue(level, 4))).toEqual([0, 85, 170, 255]);
  expect([0, 1].map((level) => shownValue(level, 2))).toEqual([0, 255]);
  expect([0, 1, 2].map((level) => shownValue(level, 3))).toEqual([0, 128, 255]);
  expect(shownValues(allValues, 256)).toEqual(allValues);
});

test('a shown level is read back as the same level, with any number of levels', () => {
  for (let levels = 2; levels <= 256; levels++) {
    const all = allValues.slice(0, levels);
    expect(levelsOfShown(shownValues(all, levels), levels)).toEqual(all);
    expect(all.map((level) => levelOfShown(shownValue(level, levels), levels))).toEqual(all);
  }
});

test('arrays are converted value by value', () => {
  expect([...quantiseAll(Uint8Array.of(0, 100, 255), 16)]).toEqual([0, 6, 15]);
  expect([...levelsOfShown(Uint8Array.of(0, 40, 45, 130), 4)]).toEqual([0, 0, 1, 2]);
});

test('a level is shown in its palette colour, or as a brightness without a palette', () => {
  const palette = ['#000000', '#ff8000', '#ffffff'];
  const levels = Uint8Array.of(1, 2, 0);
  expect([...shownColours(levels, { levels: 3, palette })]).toEqual([255, 128, 0, 255, 255, 255, 0, 0, 0]);
  expect([...shownColours(levels, { levels: 3 })]).toEqual([128, 255, 0]);
  for (const form of [{ levels: 3, palette }, { levels: 3 }]) {
    expect(levelsOfShownColours(shownColours(levels, form), form)).toEqual(levels);
  }
  expect([...levelsOfShownColours(Uint8Array.of(250, 120, 9), { levels: 3, palette })]).toEqual([1]);
  expect(shownChannels({ channels: 1, palette })).toBe(3);
  expect([1, 3].map((channels) => shownChannels({ channels }))).toEqual([1, 3]);
});
