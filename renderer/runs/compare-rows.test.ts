import { expect, test } from 'vitest';
import { curveOf } from '../testing/samples';
import { compareRows } from './compare-rows';

test('a row for every step of any curve, holes where one has none', () => {
  expect(compareRows([curveOf([0, 10], [2, 1]), curveOf([0, 5, 10], [3, 2, 1.5])], 100)).toEqual([
    { step: 0, values: [2, 3] },
    { step: 5, values: [null, 2] },
    { step: 10, values: [1, 1.5] },
  ]);
});

test('long ones are thinned and keep the last', () => {
  const steps = Array.from({ length: 1001 }, (_, i) => i);
  const rows = compareRows([curveOf(steps, steps)], 100);
  expect(rows.length).toBeLessThanOrEqual(100);
  expect(rows[rows.length - 1]).toEqual({ step: 1000, values: [1000] });
});
