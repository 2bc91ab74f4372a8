import * as tf from '@tensorflow/tfjs-node';

/**
 * Returns the values of a tensor and disposes it and everything else that `compute` made. The values are read outside
 * tidy, which would walk through all numbers of what its function returns.
 */
export function valuesOf(compute: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(compute);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}
