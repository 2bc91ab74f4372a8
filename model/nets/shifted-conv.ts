/**
 * Causal convolutions without masks: the picture is padded above and at the sides, and the small kernel has live taps
 * only (Salimans et al. 2017, arXiv 1701.05517, section 2 and figure 2).
 *
 * "Down-shifted" convolutions see the rows above and their own row, to both sides; "down-right-shifted" ones see the
 * same rows, but nothing to the right. Pictures are float32 [N,H,W,F], kernels [rows, columns, inputs, outputs].
 */
import * as tf from '@tensorflow/tfjs-node';
import { convWithin, matrixProduct } from '../tensorflow/tensorflow-ops';

/** Computes a down-shifted convolution; kernels are usually [2, 3]. @returns [N, H / stride, W / stride, outputs] */
export function downShifted(x: tf.Tensor4D, kernel: tf.Tensor, stride = 1): tf.Tensor4D {
  const [rows, columns] = kernel.shape as [number, number];
  const side = (columns - 1) / 2;
  return convolve(x, kernel, [rows - 1, 0], [side, side], stride);
}

/** Computes a down-right-shifted convolution; kernels are usually [2, 2]. @returns [N, H / stride, W / stride, outputs] */
export function downRightShifted(x: tf.Tensor4D, kernel: tf.Tensor, stride = 1): tf.Tensor4D {
  const [rows, columns] = kernel.shape as [number, number];
  return convolve(x, kernel, [rows - 1, 0], [columns - 1, 0], stride);
}

function convolve(
  x: tf.Tensor4D,
  kernel: tf.Tensor,
  above: [number, number],
  sides: [number, number],
  stride: number,
): tf.Tensor4D {
  if (stride === 1) {
    const padding = { above: above[0], left: sides[0], right: sides[1] };
    return convWithin(padding)(x, kernel as tf.Tensor4D);
  }
  const padded = tf.pad(x, [[0, 0], above, sides, [0, 0]]);
  return tf.conv2d(padded, kernel as tf.Tensor4D, stride, 'valid');
}

/** Doubles height and width: pixel (r, c) spreads to rows 2r and 2r + 1, columns 2c - 1 to 2c + 1. Kernel [2, 3]. */
export function downShiftedDoubling(x: tf.Tensor4D, kernel: tf.Tensor): tf.Tensor4D {
  const spread = spreadByTwo(x, kernel, 2 * x.shape[2] + 1);
  return tf.slice(spread, [0, 0, 1, 0], [-1, -1, 2 * x.shape[2], -1]);
}

/** Doubles height and width: pixel (r, c) spreads to rows 2r and 2r + 1, columns 2c and 2c + 1. Kernel [2, 2]. */
export function downRightShiftedDoubling(x: tf.Tensor4D, kernel: tf.Tensor): tf.Tensor4D {
  return spreadByTwo(x, kernel, 2 * x.shape[2]);
}

function spreadByTwo(x: tf.Tensor4D, kernel: tf.Tensor, width: number): tf.Tensor4D {
  const transposed = tf.transpose(kernel as tf.Tensor4D, [0, 1, 3, 2]);
  const [pictures, height] = x.shape;
  return tf.conv2dTranspose(x, transposed, [pictures, 2 * height, width, transposed.shape[2]], 2, 'valid');
}

/** Computes a 1x1 convolution as one matrix product. Kernel [inputs, outputs]. */
export function dense(x: tf.Tensor4D, kernel: tf.Tensor): tf.Tensor4D {
  const [inputs, outputs] = kernel.shape as [number, number];
  const [pictures, height, width] = x.shape;
  const flat = matrixProduct(tf.reshape(x, [-1, inputs]), kernel as tf.Tensor2D);
  return tf.reshape(flat, [pictures, height, width, outputs]);
}

/** Shifts a picture down by one row; the first row is zeros. */
export function shiftDown(x: tf.Tensor4D): tf.Tensor4D {
  const kept = tf.slice(x, [0, 0, 0, 0], [-1, x.shape[1] - 1, -1, -1]);
  return tf.pad(kept, [
    [0, 0],
    [1, 0],
    [0, 0],
    [0, 0],
  ]);
}

/** Shifts a picture right by one column; the first column is zeros. */
export function shiftRight(x: tf.Tensor4D): tf.Tensor4D {
  const kept = tf.slice(x, [0, 0, 0, 0], [-1, -1, x.shape[2] - 1, -1]);
  return tf.pad(kept, [
    [0, 0],
    [0, 0],
    [1, 0],
    [0, 0],
  ]);
}
