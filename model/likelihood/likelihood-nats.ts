/**
 * The likelihoods of categorical.ts and logistic-mixture.ts for whole batches, as plain tfjs ops: the loss of
 * training.
 */
import * as tf from '@tensorflow/tfjs-node';
import { softmaxCrossEntropy } from '../tensorflow/tensorflow-ops';
import { categorical, type CategoricalShape } from './categorical';
import type { PixelLikelihood } from './likelihood';
import {
  coefficientChannel,
  logisticMixture,
  smallestLogScale,
  startOf,
  type MixtureShape,
} from './logistic-mixture';

/** A likelihood that TensorFlow can differentiate. */
export interface Likelihood extends PixelLikelihood {
  /**
   * For training: -log p of each value given the pixel's earlier channels, in nats.
   * Differentiable in `outputs`, and free of values computed in JavaScript, so it can be traced into a graph.
   * @param outputs float32 [N,H,W,outputs]
   * @param levels int32 [N,H,W,C], the pictures
   * @returns float32 [N,H,W,C]
   */
  nats(outputs: tf.Tensor4D, levels: tf.Tensor4D): tf.Tensor4D;
}

/** `categorical` with its loss for training. */
export function trainableCategorical(shape: CategoricalShape): Likelihood {
  return {
    ...categorical(shape),
    nats: (outputs, values) => tf.tidy(() => crossEntropy(outputs, values, shape.levels)),
  };
}

/** `logisticMixture` with its loss for training. @throws RangeError for channels other than 1 and 3 */
export function trainableMixture(shape: MixtureShape): Likelihood {
  return {
    ...logisticMixture(shape),
    nats: (outputs, values) => tf.tidy(() => mixtureNats(shape, outputs, values)),
  };
}

function crossEntropy(outputs: tf.Tensor4D, values: tf.Tensor4D, levels: number): tf.Tensor4D {
  const logits = tf.reshape(outputs, [values.size, levels]) as tf.Tensor2D;
  const nats = softmaxCrossEntropy(logits, tf.reshape(values, [values.size]) as tf.Tensor1D);
  return tf.reshape(nats, values.shape);
}

/**
 * The same as `natsOfPixel` for whole batches. The bin's width enters as log w + log((1 - exp(-w)) / w), whose second
 * part has a finite value and derivative for any w, and the open ends enter by factors of 0 and 1. So every term is
 * finite for any finite output, and no gradient is NaN.
 */
function mixtureNats(shape: MixtureShape, outputs: tf.Tensor4D, values: tf.Tensor4D): tf.Tensor4D {
  const { channels, levels, mixtures } = shape;
  const halfBin = 1 / (levels - 1);
  const part = (start: number) => tf.slice(outputs, [0, 0, 0, start], [-1, -1, -1, mixtures]);
  const levelsOf = (channel: number) => tf.slice(values, [0, 0, 0, channel], [-1, -1, -1, 1]);
  const positions: tf.Tensor[] = [];
  const nats: tf.Tensor4D[] = [];
  let weights: tf.Tensor = tf.logSoftmax(part(0));
  for (let channel = 0; channel < channels; channel++) {
    const level = levelsOf(channel);
    const position = tf.sub(tf.mul(tf.cast(level, 'float32'), 2 * halfBin), 1);
    let mean: tf.Tensor = part(startOf(shape, channel, 0));
    positions.forEach((earlier, before) => {
      const coefficient = tf.tanh(part(startOf(shape, coefficientChannel(channel, before), 2)));
      mean = tf.add(mean, tf.mul(coefficient, earlier));
    });
    const logScale = tf.maximum(part(startOf(shape, channel, 1)), smallestLogScale);
    const inverseScale = tf.exp(tf.neg(logScale));
    const distance = tf.sub(position, mean);
    const notFirst = tf.cast(tf.notEqual(level, 0), 'float32');
    const notLast = tf.cast(tf.notEqual(level, levels - 1), 'float32');
    const upper = tf.mul(tf.add(distance, halfBin), inverseScale);
    const lower = tf.mul(tf.sub(distance, halfBin), inverseScale);
    const below = tf.mul(tf.softplus(tf.neg(upper)), notLast);
    const above = tf.mul(tf.softplus(lower), notFirst);
    const width = tf.maximum(tf.mul(inverseScale, 2 * halfBin), 1e-7);
    const squeezed = tf.sub(tf.log(tf.neg(tf.expm1(tf.neg(width)))), tf.log(width));
    const between = tf.mul(
      tf.add(tf.sub(squeezed, logScale), Math.log(2 * halfBin)),
      tf.mul(notFirst, notLast),
    );
    const joint = tf.sub(tf.add(weights, between), tf.add(below, above));
    const logProbability = tf.logSumExp(joint, 3, true);
    weights = tf.sub(joint, logProbability);
    positions.push(position);
    nats.push(tf.neg(logProbability) as tf.Tensor4D);
  }
  return tf.concat(nats, 3);
}
