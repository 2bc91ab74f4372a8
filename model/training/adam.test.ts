import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { closeTo } from '../testing/assertions';
import { adamUpdate, correctedRate, type Betas } from './adam';

/** Algorithm 1 of the paper, literally, for one number. */
function algorithmOne(
  gradients: readonly number[],
  rate: number,
  start: number,
  { beta1, beta2 }: Betas,
): number {
  let [theta, m, v] = [start, 0, 0];
  gradients.forEach((g, i) => {
    const t = i + 1;
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const corrected = [m / (1 - beta1 ** t), v / (1 - beta2 ** t)] as const;
    theta -= (rate * corrected[0]) / (Math.sqrt(corrected[1]) + 1e-8);
  });
  return theta;
}

test.each([
  { beta1: 0.9, beta2: 0.999 },
  { beta1: 0.95, beta2: 0.9995 },
  { beta1: 0, beta2: 0.5 },
])('updates follow algorithm 1 for large, tiny and zero gradients: %o', (betas) => {
  const gradients = [
    [1, 1e-7, 0],
    [-3, 2e-7, 0],
    [0.5, -1e-8, 0],
  ];
  const start = [0.3, -0.2, 0.1];
  tf.tidy(() => {
    const zeros = tf.zeros<tf.Rank.R1>([3]);
    let state = { weights: tf.tensor1d(start), firstMoment: zeros, secondMoment: zeros };
    gradients.forEach((gradient, i) => {
      state = adamUpdate(state, tf.tensor1d(gradient), tf.tensor1d(correctedRate(0.1, i + 1, betas)), betas);
    });
    const expected = start.map((value, i) =>
      algorithmOne(
        gradients.map((g) => g[i] as number),
        0.1,
        value,
        betas,
      ),
    );
    closeTo(state.weights, expected, 1e-6);
  });
});

test('the bias corrections vanish', () => {
  const [rate, epsilon] = correctedRate(0.1, 100_000, { beta1: 0.9, beta2: 0.999 });
  expect(rate).toBeCloseTo(0.1, 12);
  expect(epsilon).toBeCloseTo(1e-8, 20);
});
