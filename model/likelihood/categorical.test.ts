import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { closeTo } from '../testing/assertions';
import { bitsOf, categorical, entropyBits, pickLevel, probabilities } from './categorical';

const logits = [Math.log(1), Math.log(2), Math.log(5)];

test('probabilities are the softmax', () => {
  closeTo(probabilities(logits), [1 / 8, 2 / 8, 5 / 8], 1e-15);
});

test('a temperature is an exponent, and 0 takes the largest, the first of equals', () => {
  closeTo(probabilities(logits, 0.5), [1 / 30, 4 / 30, 25 / 30], 1e-15);
  expect([...probabilities(logits, 0)]).toEqual([0, 0, 1]);
  expect([...probabilities([3, 7, 7], 0)]).toEqual([0, 1, 0]);
});

test('bits are finite where the probability is too small for a double', () => {
  expect(probabilities([0, 2000])[0]).toBe(0);
  expect(bitsOf([0, 2000], 0)).toBeCloseTo(2000 / Math.LN2, 9);
  expect(bitsOf(logits, 1)).toBeCloseTo(2, 12);
});

test('the entropy of equal chances is the log of their number', () => {
  expect(entropyBits(probabilities([4, 4, 4, 4]))).toBeCloseTo(2, 12);
  expect(entropyBits(Float64Array.of(1, 0))).toBe(0);
});

test('a die picks the first level whose cumulative probability exceeds it', () => {
  const distribution = Float64Array.of(0.25, 0.5, 0.25);
  expect([0.1, 0.25, 0.7, 0.75, 0.999].map((die) => pickLevel(distribution, die))).toEqual([0, 1, 1, 2, 2]);
});

test('a die beyond a sum that rounding left short picks the last level that is possible', () => {
  expect(pickLevel(Float64Array.of(0.5, 0.5 - 1e-12, 0), 1 - 1e-13)).toBe(1);
});

test('TensorFlow and float64 agree on every pixel and channel', () => {
  const { nats, natsOfPixel } = categorical({ channels: 2, levels: 3 });
  const outputs = [1, -2, 0.5, 3, 0, -1, 0, 0, 0, 2, 2, 9];
  const levels = [0, 2, 1, 0];
  const inTensorFlow = tf.tidy(() =>
    nats(tf.tensor4d(outputs, [1, 1, 2, 6]), tf.tensor4d(levels, [1, 1, 2, 2], 'int32')).dataSync(),
  );
  const inFloat64 = [0, 1].flatMap((pixel) => [
    ...natsOfPixel(outputs.slice(6 * pixel, 6 * pixel + 6), levels.slice(2 * pixel, 2 * pixel + 2)),
  ]);
  closeTo(inTensorFlow, inFloat64, 1e-5);
  expect(inFloat64[2]).toBeCloseTo(Math.log(3), 12);
});
