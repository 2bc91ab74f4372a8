import { expect, test } from 'vitest';
import { gapOf, linearBars, logarithmicBars, numberedLevels, steppedLine } from './bars-scale';

test('a linear scale ends at a round number that holds the highest probability', () => {
  expect([0.004, 0.13, 0.5, 0.7].map((highest) => linearBars(highest).labels[0])).toEqual([
    '0.005',
    '0.2',
    '0.5',
    '1',
  ]);
  expect(linearBars(0.2).heightOf(0.1)).toBeCloseTo(0.5);
  expect(linearBars(0).labels).toHaveLength(3);
});

test('a logarithmic scale shows six decades', () => {
  expect([1, 1e-3, 1e-6, 0].map(logarithmicBars.heightOf)).toEqual([1, 0.5, 0, 0]);
});

test('many levels have no gaps and few numbers', () => {
  expect([4, 64, 256].map(gapOf)).toEqual([0.2, 0.1, 0]);
  expect(numberedLevels(4)).toEqual([0, 1, 2, 3]);
  expect(numberedLevels(256)).toEqual([0, 64, 128, 191, 255]);
});

test('a stepped line has two points for each level', () => {
  expect(steppedLine([1, 0.25])).toBe('0,0.00000 1,0.00000 1,0.75000 2,0.75000');
});
