/**
 * Adam (Kingma and Ba 2014, arXiv 1412.6980, algorithm 1) over one flat vector, as in the paper and in PyTorch: the
 * bias corrections come before epsilon is added.
 */
import * as tf from '@tensorflow/tfjs-node';
import type { Settings } from '../settings';

export type Betas = Pick<Settings, 'beta1' | 'beta2'>;

export const epsilon = 1e-8;

/**
 * The two numbers that change from step to step, in float64. With c1 = 1 - beta1^t and c2 = 1 - beta2^t,
 *   rate * (m / c1) / (sqrt(v / c2) + epsilon) = (rate * sqrt(c2) / c1) * m / (sqrt(v) + epsilon * sqrt(c2)),
 * so the running means need no correction.
 * @param step counted from 1
 * @returns [corrected rate, corrected epsilon]
 */
export function correctedRate(
  learningRate: number,
  step: number,
  { beta1, beta2 }: Betas,
): [rate: number, epsilon: number] {
  const c1 = 1 - beta1 ** step;
  const c2 = Math.sqrt(1 - beta2 ** step);
  return [(learningRate * c2) / c1, epsilon * c2];
}

export interface AdamState<T> {
  weights: T;
  firstMoment: T;
  secondMoment: T;
}

/**
 * One update of all weights as plain tfjs ops; all vectors are float32 [P].
 * @param rate float32 [2], the result of `correctedRate`
 */
export function adamUpdate(
  { weights, firstMoment, secondMoment }: AdamState<tf.Tensor1D>,
  gradient: tf.Tensor1D,
  rate: tf.Tensor1D,
  { beta1, beta2 }: Betas,
): AdamState<tf.Tensor1D> {
  const m = tf.add<tf.Tensor1D>(tf.mul(firstMoment, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add<tf.Tensor1D>(tf.mul(secondMoment, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const direction = tf.div(m, tf.add(tf.sqrt(v), tf.slice(rate, 1, 1)));
  const moved = tf.sub<tf.Tensor1D>(weights, tf.mul(direction, tf.slice(rate, 0, 1)));
  return { weights: moved, firstMoment: m, secondMoment: v };
}
