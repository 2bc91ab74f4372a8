import { expect, test } from 'vitest';
import { closeTo } from '../testing/assertions';
import { bitsOf, entropyBits, pickLevel, softmax } from './distribution';

const logits = [Math.log(1), Math.log(2), Math.log(5)];

test('probabilities are the softmax', () => {
  closeTo(softmax(logits), [1 / 8, 2 / 8, 5 / 8], 1e-15);
});

test('bits are finite where the probability is too small for a double', () => {
  expect(softmax([0, 2000])[0]).toBe(0);
  expect(bitsOf([0, 2000], 0)).toBeCloseTo(2000 / Math.LN2, 9);
  expect(bitsOf(logits, 1)).toBeCloseTo(2, 12);
});

test('the entropy of equal chances is the log of their number', () => {
  expect(entropyBits(softmax([4, 4, 4, 4]))).toBeCloseTo(2, 12);
  expect(entropyBits(Float64Array.of(1, 0))).toBe(0);
});

test('a die picks the first level whose cumulative probability exceeds it', () => {
  const distribution = Float64Array.of(0.25, 0.5, 0.25);
  expect([0.1, 0.25, 0.7, 0.75, 0.999].map((die) => pickLevel(distribution, die))).toEqual([0, 1, 1, 2, 2]);
});

test('a die beyond a sum that rounding made too small picks the last possible level', () => {
  expect(pickLevel(Float64Array.of(0.5, 0.5 - 1e-12, 0), 1 - 1e-13)).toBe(1);
});
