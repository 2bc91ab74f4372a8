import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { nativeOp } from '../tensorflow/native-ops';

export interface Dropout {
  /** The share of values set to zero, from 0 to below 1. */
  rate: number;
  /** int32 [2], different for every pass, such as the run's seed and the step. */
  seed: tf.Tensor1D;
}

/**
 * Sets a random share of `x` to zero and scales the rest, which keeps the expectation. The mask is a pure function of
 * the seed and `use`, a number for each dropout layer of a network.
 */
export function dropOut<T extends tf.Tensor>(x: T, { rate, seed }: Dropout, use: number): T {
  return tf.tidy(() => {
    // The offsets of layers are far apart, and change the half of the seed that does not change with the step.
    const offset = tf.tensor1d([Math.imul(use + 1, 0x9e3779b1), 0], 'int32');
    const die = statelessUniform(x.shape, tf.add(seed, offset));
    return tf.mul(x, tf.mul(tf.cast(tf.greaterEqual(die, rate), 'float32'), 1 / (1 - rate)));
  });
}

/** Returns numbers in [0, 1) that depend on `seed`, int32 [2], alone. */
function statelessUniform(shape: readonly number[], seed: tf.Tensor): tf.Tensor {
  const { TF_FLOAT, TF_INT32 } = (tf.backend() as NodeJSKernelBackend).binding;
  const [numbers] = nativeOp(
    'StatelessRandomUniform',
    [tf.tensor1d([...shape], 'int32'), seed],
    [
      ['T', 'TYPE', TF_INT32],
      ['dtype', 'TYPE', TF_FLOAT],
      ['Tseed', 'TYPE', TF_INT32],
    ],
  );
  return numbers as tf.Tensor;
}
