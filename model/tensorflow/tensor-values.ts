import * as tf from '@tensorflow/tfjs-node';

/**
 * The values of a tensor that is computed for them alone; nothing else stays. Read outside of tidy, which would walk
 * through all numbers of whatever it is given back.
 */
export function valuesOf(compute: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(compute);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}
