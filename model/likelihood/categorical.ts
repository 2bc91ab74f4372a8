/**
 * A softmax over the levels of each pixel and channel. TensorFlow's float32 serves training; drawing and looking use
 * the float64 functions, so that probabilities, bits and dice agree to the last digit everywhere.
 *
 * Layout of a pixel's outputs: the logit of level l of channel c stands at c * levels + l.
 */
import * as tf from '@tensorflow/tfjs-node';
import { softmaxCrossEntropy } from '../nets/tensorflow-ops';
import type { Likelihood } from './likelihood';

/** The network itself makes the logits of a channel depend on the pixel's earlier channels. */
export function categorical({ channels, levels }: { channels: number; levels: number }): Likelihood {
  const logitsOf = (outputs: ArrayLike<number>, channel: number) =>
    Float64Array.from({ length: levels }, (_, level) => outputs[channel * levels + level] as number);
  return {
    outputs: channels * levels,
    nats: (outputs, values) => tf.tidy(() => crossEntropy(outputs, values, levels)),
    probabilities: (outputs, channel) => probabilities(logitsOf(outputs, channel)),
    natsOfPixel: (outputs, values) =>
      Float64Array.from(values, (level, channel) => bitsOf(logitsOf(outputs, channel), level) * Math.LN2),
  };
}

function crossEntropy(outputs: tf.Tensor4D, values: tf.Tensor4D, levels: number): tf.Tensor4D {
  const logits = tf.reshape(outputs, [values.size, levels]) as tf.Tensor2D;
  const nats = softmaxCrossEntropy(logits, tf.reshape(values, [values.size]) as tf.Tensor1D);
  return tf.reshape(nats, values.shape);
}

/**
 * The probability of every level, summing to 1: softmax(logits / temperature). At temperature 0 the largest logit
 * takes all, the first one of equals.
 */
export function probabilities(logits: ArrayLike<number>, temperature = 1): Float64Array {
  const values = Float64Array.from(logits);
  const largest = values.reduce((a, b) => Math.max(a, b));
  if (temperature === 0) {
    const winner = values.indexOf(largest);
    return values.map((_, level) => (level === winner ? 1 : 0));
  }
  const weights = values.map((logit) => Math.exp((logit - largest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** -log2 p of one level, in bits: finite even where p itself is too small for a double. */
export function bitsOf(logits: ArrayLike<number>, level: number): number {
  const values = Float64Array.from(logits);
  const largest = values.reduce((a, b) => Math.max(a, b));
  const total = values.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return (Math.log(total) + largest - (values[level] as number)) / Math.LN2;
}

/** Entropy of a distribution in bits. */
export function entropyBits(distribution: Float64Array): number {
  return distribution.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
}

/**
 * The level that a die in (0, 1) picks: the first whose cumulative probability exceeds it. Should rounding keep the
 * whole sum at or below the die, the last level that is possible at all.
 */
export function pickLevel(distribution: Float64Array, die: number): number {
  let cumulative = 0;
  let lastPossible = 0;
  for (let level = 0; level < distribution.length; level++) {
    const p = distribution[level] as number;
    if (p > 0) lastPossible = level;
    cumulative += p;
    if (die < cumulative) return level;
  }
  return lastPossible;
}
