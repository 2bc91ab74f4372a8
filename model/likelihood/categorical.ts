/**
 * A softmax over the levels of each pixel and channel. TensorFlow's float32 serves training; drawing and looking use
 * the float64 functions of distribution.ts, so that probabilities, bits and dice agree to the last digit everywhere.
 *
 * Layout of a pixel's outputs: the logit of level l of channel c stands at c * levels + l.
 */
import * as tf from '@tensorflow/tfjs-node';
import { softmaxCrossEntropy } from '../nets/tensorflow-ops';
import { bitsOf, softmax } from './distribution';
import type { Likelihood } from './likelihood';

/** The network itself makes the logits of a channel depend on the pixel's earlier channels. */
export function categorical({ channels, levels }: { channels: number; levels: number }): Likelihood {
  const logitsOf = (outputs: ArrayLike<number>, channel: number) =>
    Float64Array.from({ length: levels }, (_, level) => outputs[channel * levels + level] as number);
  return {
    outputs: channels * levels,
    nats: (outputs, values) => tf.tidy(() => crossEntropy(outputs, values, levels)),
    probabilities: (outputs, channel) => softmax(logitsOf(outputs, channel)),
    natsOfPixel: (outputs, values) =>
      Float64Array.from(values, (level, channel) => bitsOf(logitsOf(outputs, channel), level) * Math.LN2),
  };
}

function crossEntropy(outputs: tf.Tensor4D, values: tf.Tensor4D, levels: number): tf.Tensor4D {
  const logits = tf.reshape(outputs, [values.size, levels]) as tf.Tensor2D;
  const nats = softmaxCrossEntropy(logits, tf.reshape(values, [values.size]) as tf.Tensor1D);
  return tf.reshape(nats, values.shape);
}
