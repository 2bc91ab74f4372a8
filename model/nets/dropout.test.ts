import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { dropOut } from './dropout';

function dropped(rate: number, seed: [number, number], use: number): Float32Array {
  const y = tf.tidy(() => dropOut(tf.ones([10, 1000]), { rate, seed: tf.tensor1d(seed, 'int32') }, use));
  const values = y.dataSync<'float32'>();
  y.dispose();
  return values;
}

test('the share of zeros is the rate, and the expectation is kept', () => {
  for (const rate of [0, 0.3, 0.5]) {
    const values = dropped(rate, [1, 2], 0);
    const zeros = values.filter((value) => value === 0).length;
    expect(Math.abs(zeros / values.length - rate)).toBeLessThan(0.02);
    for (const value of new Set(values)) expect([0, Math.fround(1 / (1 - rate))]).toContain(value);
  }
});

test('the mask depends on seed and use alone', () => {
  const mask = dropped(0.5, [1, 2], 0);
  expect(dropped(0.5, [1, 2], 0)).toEqual(mask);
  for (const other of [dropped(0.5, [1, 2], 1), dropped(0.5, [1, 3], 0), dropped(0.5, [2, 2], 0)]) {
    const equal = other.filter((value, i) => value === mask[i]).length / mask.length;
    expect(Math.abs(equal - 0.5)).toBeLessThan(0.03);
  }
});
