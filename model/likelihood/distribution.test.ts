import { expect, test } from 'vitest';
import { closeTo } from '../testing/assertions';
import { atTemperature, bitsOf, entropyBits, pickLevel, shaped, softmax } from './distribution';

const logits = [Math.log(1), Math.log(2), Math.log(5)];

test('probabilities are the softmax', () => {
  closeTo(softmax(logits), [1 / 8, 2 / 8, 5 / 8], 1e-15);
});

test('a temperature is an exponent; 1 changes nothing, and 0 takes the largest, the first of equals', () => {
  const distribution = softmax(logits);
  closeTo(atTemperature(distribution, 0.5), [1 / 30, 4 / 30, 25 / 30], 1e-15);
  expect(atTemperature(distribution, 1)).toEqual(distribution);
  expect([...atTemperature(distribution, 0)]).toEqual([0, 0, 1]);
  expect([...atTemperature(softmax([3, 7, 7]), 0)]).toEqual([0, 1, 0]);
});

test('a temperature near 0 leaves a distribution', () => {
  const many = softmax(new Float64Array(256).map((_, level) => (level === 3 ? 0.01 : 0)));
  closeTo(
    atTemperature(many, 1e-4),
    many.map((_, level) => (level === 3 ? 1 : 0)),
    1e-15,
  );
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

test('only the likeliest levels stay, by number and by share', () => {
  const own = Float64Array.of(0.1, 0.4, 0.1, 0.25, 0.15);
  const at = (shaping: object) => Array.from(shaped(own, { temperature: 1, ...shaping }));
  expect(at({})).toEqual([...own]);
  expect(at({ topK: 1 })).toEqual([0, 1, 0, 0, 0]);
  closeTo(at({ topK: 2 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0], 1e-12);
  // Of equals the first.
  closeTo(at({ topK: 4 }), [0.1 / 0.9, 0.4 / 0.9, 0, 0.25 / 0.9, 0.15 / 0.9], 1e-12);
  closeTo(at({ topP: 0.6 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0], 1e-12);
  expect(at({ topP: 0 })).toEqual([0, 1, 0, 0, 0]);
  closeTo(at({ topK: 3, topP: 0.4 }), [0, 1, 0, 0, 0], 1e-12);
});
