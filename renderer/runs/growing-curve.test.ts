import { expect, test } from 'vitest';
import { GrowingCurve } from './growing-curve';

const points = (curve: GrowingCurve) =>
  Array.from(curve.curve.steps, (step, i) => [step, curve.curve.values[i]]);

test('points come in order and nothing twice', () => {
  const growing = new GrowingCurve();
  growing.append([0, 2], [3, 2]);
  growing.append([1, 2, 4], [9, 9, 1]);
  expect(points(growing)).toEqual([
    [0, 3],
    [2, 2],
    [4, 1],
  ]);
});

test('it grows beyond its first capacity, and earlier curves stay as they were', () => {
  const growing = new GrowingCurve();
  growing.append([1, 2], [1, 2]);
  const before = growing.curve;
  for (let step = 3; step <= 5000; step++) growing.append([step], [step / 2]);
  expect(growing.curve.steps.length).toBe(5000);
  expect(growing.curve.values[4999]).toBe(2500);
  expect(Array.from(before.steps)).toEqual([1, 2]);
});

test('points beyond a step are dropped and can be added again', () => {
  const growing = new GrowingCurve();
  growing.append([1, 2, 3], [1, 1, 1]);
  growing.cutAfter(1);
  growing.append([2], [7]);
  expect(points(growing)).toEqual([
    [1, 1],
    [2, 7],
  ]);
});
