import { expect, test } from 'vitest';
import { isFarAbove, labelPlaces, referenceLines } from './reference-lines';

test('lines have names and values; without references only uniform is known', () => {
  expect(referenceLines(null, 16).map(({ name, bits }) => [name, bits])).toEqual([['uniform', 4]]);
  const lines = referenceLines({ uniform: 2, histogram: 1.2, png: 3.4 }, 4);
  expect(lines.map(({ name, bits }) => [name, bits])).toEqual([
    ['uniform', 2],
    ['per-pixel histogram', 1.2],
    ['PNG files', 3.4],
  ]);
  expect(lines.filter((line) => isFarAbove(line, 2)).map(({ name }) => name)).toEqual(['PNG files']);
});

test('labels are above their lines, and close ones never overlap', () => {
  expect(labelPlaces([30, 90], 15)).toEqual([25, 85]);
  expect(labelPlaces([30, 34], 15)).toEqual([25, 49]);
  for (const ys of [
    [10, 10, 10],
    [10, 20, 26],
    [10, 12, 40],
  ]) {
    const places = labelPlaces(ys, 15);
    const gaps = places.slice(1).map((place, i) => place - (places[i] ?? 0));
    expect(gaps.every((gap) => gap >= 15)).toBe(true);
  }
});
