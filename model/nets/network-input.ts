import * as tf from '@tensorflow/tfjs-node';
import type { PictureForm } from '../picture-form';

/**
 * Converts levels to the input of the first layer, which is 0 outside the picture. Each value becomes one number, evenly
 * spaced over the levels; with a palette each pixel becomes three, the colour of its level.
 * @param levels int32 [N,H,W,C]
 * @returns float32 [N,H,W,C * width]
 */
export function inputOf(
  levels: tf.Tensor4D,
  { levels: count, width, inputValues }: Pick<PictureForm, 'levels' | 'width' | 'inputValues'>,
): tf.Tensor4D {
  if (width === 1) {
    const lowest = inputValues[0] as number;
    const step = ((inputValues[count - 1] as number) - lowest) / (count - 1);
    const spread = tf.mul(tf.cast(levels, 'float32'), step);
    return lowest === 0 ? (spread as tf.Tensor4D) : tf.add(spread, lowest);
  }
  const [pictures, height, breadth] = levels.shape;
  const table = tf.tensor2d(inputValues, [count, width]);
  const chosen = tf.equal(tf.reshape(levels, [-1, 1]), tf.range(0, count, 1, 'int32'));
  return tf.reshape(tf.matMul(tf.cast(chosen, 'float32') as tf.Tensor2D, table), [
    pictures,
    height,
    breadth,
    width,
  ]);
}
