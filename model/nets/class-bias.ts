import * as tf from '@tensorflow/tfjs-node';

/**
 * Looks up class biases for a batch (van den Oord et al. 2016, arXiv 1606.05328, section 2.3). Called once a pass;
 * the function it returns serves every layer.
 * @param labels int32 [N]
 * @returns a function from a table [classes, F] to the bias [N,1,1,F], the same at every pixel
 * @throws RangeError when `labels` are missing
 */
export function classBiases(classes: number, labels?: tf.Tensor1D): (table: tf.Tensor2D) => tf.Tensor4D {
  if (!labels) throw new RangeError('This network needs the class of each picture');
  const isClass = tf.equal(tf.reshape(labels, [-1, 1]), tf.range(0, classes, 1, 'int32'));
  const chosen = tf.cast(isClass, 'float32') as tf.Tensor2D;
  return (table) => tf.reshape(tf.matMul(chosen, table), [labels.shape[0], 1, 1, -1]);
}
