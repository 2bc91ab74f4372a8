import { expect, test } from 'vitest';
import { linear, logarithmic, logarithmicSteps, shareOf, ticks, valueAt } from './scale';

test('a value and its share give each other', () => {
  for (const scale of [linear, logarithmicSteps]) {
    const axis = { scale, from: 0, to: 1000 };
    expect(shareOf(axis, 0)).toBe(0);
    expect(shareOf(axis, 1000)).toBe(1);
    for (const share of [0, 0.2, 0.9, 1]) expect(shareOf(axis, valueAt(axis, share))).toBeCloseTo(share, 9);
  }
  expect(shareOf({ scale: logarithmic, from: 0.1, to: 10 }, 1)).toBeCloseTo(0.5, 9);
});

test('an axis of one value does not divide by nothing', () => {
  expect(shareOf({ scale: linear, from: 3, to: 3 }, 3)).toBe(0);
});

test('linear ticks are round and no more than asked for', () => {
  expect(ticks({ scale: linear, from: 0, to: 3000 }, 8, 1)).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000]);
  expect(ticks({ scale: linear, from: 0.31, to: 0.62 }, 4)).toEqual([0.4, 0.5, 0.6]);
  expect(ticks({ scale: linear, from: 0, to: 2 }, 10, 1)).toEqual([0, 1, 2]);
});

test('logarithmic ticks begin at step 0 and thin out with the room', () => {
  const axis = { scale: logarithmicSteps, from: 0, to: 3000 };
  expect(ticks(axis, 12, 1)).toEqual([0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]);
  expect(ticks(axis, 6, 1)).toEqual([0, 1, 10, 100, 1000]);
});

test('a logarithmic axis too short for decades has linear ticks', () => {
  expect(ticks({ scale: logarithmic, from: 0.43, to: 0.47 }, 4)).toEqual([0.43, 0.44, 0.45, 0.46, 0.47]);
});
