import { expect, test } from 'vitest';
import { averageDecayAt } from './weight-average';

test('early weights decay faster, and the decay never exceeds the setting', () => {
  expect(averageDecayAt(0.9995, 1)).toBeCloseTo(2 / 11, 12);
  expect(averageDecayAt(0.9995, 8)).toBeCloseTo(9 / 18, 12);
  expect(averageDecayAt(0.9995, 100_000)).toBe(0.9995);
  expect(averageDecayAt(0.1, 1)).toBe(0.1);
});
