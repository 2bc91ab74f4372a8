/** Assertions about tensors. */
import * as tf from '@tensorflow/tfjs-node';
import { expect } from 'vitest';

type Values = tf.Tensor | ArrayLike<number>;

/** Expects every number to be within `tolerance` of its counterpart. */
export function closeTo(actual: Values, expected: Values, tolerance: number): void {
  const [a, b] = [valuesOf(actual), valuesOf(expected)];
  expect(a.length).toBe(b.length);
  const furthest = a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
  expect(furthest).toBeLessThanOrEqual(tolerance);
}

/** Runs `use` and expects the same number of tensors afterwards. */
export async function leavingNoTensor<T>(use: () => T | Promise<T>): Promise<T> {
  const before = tf.memory().numTensors;
  const result = await use();
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

function valuesOf(values: Values): number[] {
  return Array.from(values instanceof tf.Tensor ? values.dataSync() : values);
}
