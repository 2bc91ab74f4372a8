/**
 * TensorFlow's own ops where they are faster than their tfjs counterparts, called by name, each with its gradient.
 * They compute the same values; the test beside this file checks it.
 */
import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { nativeOp, type Attribute, type OpName } from './native-ops';

/** Runs an op whose element type is float32. */
function run(op: OpName, inputs: tf.Tensor[], attributes: Attribute[] = [], outputs = 1): tf.Tensor[] {
  const { TF_FLOAT } = (tf.backend() as NodeJSKernelBackend).binding;
  return nativeOp(op, inputs, [['T', 'TYPE', TF_FLOAT], ...attributes], outputs);
}

const runOne = (op: OpName, inputs: tf.Tensor[], attributes?: Attribute[]) =>
  run(op, inputs, attributes)[0] as tf.Tensor;

/** tf.customGrad with types for several inputs. */
function withGradient<Inputs extends tf.Tensor[] = [tf.Tensor], Output extends tf.Tensor = tf.Tensor>(
  compute: (
    inputs: Inputs,
    save: tf.GradSaveFunc,
  ) => { value: tf.Tensor; gradient: (dy: Output, saved: tf.Tensor[]) => tf.Tensor[] },
): (...inputs: Inputs) => Output {
  return tf.customGrad<Output>((...args) => {
    const save = args.pop() as tf.GradSaveFunc;
    const { value, gradient } = compute(args as Inputs, save);
    return { value: value as Output, gradFunc: gradient };
  });
}

const channelsLast: Attribute = ['data_format', 'STRING', 'NHWC'];
const unitStrides: Attribute = ['strides', 'INT', [1, 1, 1, 1]];

/** max(x, 0). */
export const relu = withGradient(([x], save) => {
  const y = runOne('Relu', [x]);
  save([y]);
  return { value: y, gradient: (dy, [y]) => [runOne('ReluGrad', [dy, y as tf.Tensor])] };
}) as <T extends tf.Tensor>(x: T) => T;

/** Adds `bias` [C] to `x` [...,C], which has two or four dimensions. */
export const addBias = withGradient<[tf.Tensor, tf.Tensor], tf.Tensor>(([x, bias]) => ({
  value: runOne('BiasAdd', [x, bias], [channelsLast]),
  gradient: (dy) => [dy, runOne('BiasAddGrad', [dy], [channelsLast])],
})) as <T extends tf.Tensor>(x: T, bias: tf.Tensor) => T;

/** Rows and columns of zeros around a picture. */
export interface Padding {
  above: number;
  left: number;
  right: number;
}

/**
 * A convolution over pictures padded with zeros. Output (r, c) reads as many rows and columns as the kernel has, from
 * row r - above and column c - left on. The caller masks the kernel.
 * @returns a function of x [N,H,W,I] and kernel [above + 1, left + right + 1, I, O], which gives [N,H,W,O]
 */
export function convWithin(padding: Padding) {
  return withGradient<[tf.Tensor4D, tf.Tensor4D], tf.Tensor4D>(([x, kernel], save) => {
    save([x, kernel]);
    const gradient = (dy: tf.Tensor4D, saved: tf.Tensor[]) => {
      const [x, kernel] = saved as [tf.Tensor4D, tf.Tensor4D];
      // A convolution with the reversed kernel is faster than Conv2DBackpropInput.
      const reversed = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]);
      const [rows, columns] = kernel.shape;
      const { above, left, right } = padding;
      return [
        convolve(dy, reversed, [rows - 1 - above, above], [columns - 1 - left, columns - 1 - right]),
        kernelGradient(x, dy, kernel.shape, padding),
      ];
    };
    return { value: convolve(x, kernel, [padding.above, 0], [padding.left, padding.right]), gradient };
  });
}

/** The gradient of a kernel, as one matrix product per tap: faster than Conv2DBackpropFilter. */
function kernelGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  kernelShape: [number, number, number, number],
  { above, left, right }: Padding,
): tf.Tensor {
  const [rows, columns, inputs, outputs] = kernelShape;
  const [count, height, width] = dy.shape;
  // The narrower of the two is copied for every tap.
  const copiesInput = inputs <= outputs;
  const around = copiesInput
    ? padded(x, [above, rows - 1 - above], [left, right])
    : padded(dy, [rows - 1 - above, above], [right, left]);
  const moved = (row: number, column: number) =>
    asMatrix(tf.slice(around, [0, row, column, 0], [count, height, width, around.shape[3]]));
  const gradients: tf.Tensor2D[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      gradients.push(
        copiesInput
          ? matrixGradient(moved(row, column), asMatrix(dy))
          : matrixGradient(asMatrix(x), moved(rows - 1 - row, columns - 1 - column)),
      );
    }
  }
  return tf.reshape(tf.stack(gradients), kernelShape);
}

const asMatrix = (x: tf.Tensor4D) => tf.reshape(x, [-1, x.shape[3]]) as tf.Tensor2D;

/** x [M,I] times a kernel [I,O], which gives [M,O]: a fully connected layer at each of M pixels. */
export const matrixProduct = withGradient<[tf.Tensor2D, tf.Tensor2D], tf.Tensor2D>(([x, kernel], save) => {
  save([x, kernel]);
  const gradient = (dy: tf.Tensor2D, saved: tf.Tensor[]) => {
    const [x, kernel] = saved as [tf.Tensor2D, tf.Tensor2D];
    return [multiplied(dy, kernel, { transposeB: true }), matrixGradient(x, dy)];
  };
  return { value: multiplied(x, kernel), gradient };
});

/**
 * x^T dy. The product takes about half as long with the wider matrix on the right, so a narrow result is computed
 * transposed.
 */
function matrixGradient(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  if (x.shape[1] <= dy.shape[1]) return multiplied(x, dy, { transposeA: true });
  return tf.transpose(multiplied(dy, x, { transposeA: true }));
}

/** MatMul, which TensorFlow fuses with the bias and relu that follow it, unlike the op that tfjs calls. */
function multiplied(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  { transposeA = false, transposeB = false } = {},
): tf.Tensor2D {
  const attributes: Attribute[] = [
    ['transpose_a', 'BOOL', transposeA],
    ['transpose_b', 'BOOL', transposeB],
  ];
  return runOne('MatMul', [a, b], attributes) as tf.Tensor2D;
}

/**
 * A convolution that reads nothing below a pixel: output (r, c) sees rows r - R + 1 … r and columns c - R + 1 … c + R
 * - 1.
 * @param kernel [R, 2R - 1, I, O]
 */
export function causalConv(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const reach = kernel.shape[0] - 1;
  return convWithin({ above: reach, left: reach, right: reach })(x, kernel);
}

function convolve(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  [above, below]: [number, number],
  [left, right]: [number, number],
): tf.Tensor {
  const paddings = [0, 0, above, below, left, right, 0, 0];
  return runOne(
    'Conv2D',
    [x, kernel],
    [unitStrides, channelsLast, ['padding', 'STRING', 'EXPLICIT'], ['explicit_paddings', 'INT', paddings]],
  );
}

function padded(x: tf.Tensor4D, rows: [number, number], columns: [number, number]): tf.Tensor4D {
  return tf.pad(x, [[0, 0], rows, columns, [0, 0]]);
}

/** tanh(x). */
export const tanh = withGradient<[tf.Tensor4D], tf.Tensor4D>(([x], save) => {
  const y = runOne('Tanh', [x]);
  save([y]);
  return { value: y, gradient: (dy, [y]) => [runOne('TanhGrad', [y as tf.Tensor, dy])] };
});

/** 1 / (1 + exp(-x)). */
export const sigmoid = withGradient<[tf.Tensor4D], tf.Tensor4D>(([x], save) => {
  const y = runOne('Sigmoid', [x]);
  save([y]);
  return { value: y, gradient: (dy, [y]) => [runOne('SigmoidGrad', [y as tf.Tensor, dy])] };
});

/** x where it is positive, exp(x) - 1 elsewhere. */
export const elu = withGradient<[tf.Tensor4D], tf.Tensor4D>(([x], save) => {
  const y = runOne('Elu', [x]);
  save([y]);
  return { value: y, gradient: (dy, [y]) => [runOne('EluGrad', [dy, y as tf.Tensor])] };
});

/**
 * The inputs that a causal convolution with a kernel of this side reads at each pixel, in one row. Multiplied by the
 * kernel as a matrix [(side + 1) / 2 * side * C, O] they give that convolution, faster than Conv2D where C is 1 or 3.
 * @param x [N,H,W,C]
 * @returns [N,H,W,(side + 1) / 2 * side * C]
 */
export function causalPatches(x: tf.Tensor4D, side: number): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  const reach = (side - 1) / 2;
  const around = padded(x, [reach, 0], [reach, reach]);
  const shifted: tf.Tensor4D[] = [];
  for (let row = 0; row <= reach; row++) {
    for (let column = 0; column < side; column++) {
      shifted.push(tf.slice(around, [0, row, column, 0], [count, height, width, channels]));
    }
  }
  return tf.concat(shifted, 3);
}

/**
 * -log softmax(logits)[label] of every row, in nats.
 * @param logits float32 [M,L]
 * @param labels int32 [M]
 * @returns float32 [M]
 */
export const softmaxCrossEntropy = withGradient<[tf.Tensor2D, tf.Tensor1D], tf.Tensor1D>(
  ([logits, labels], save) => {
    const { TF_INT32 } = (tf.backend() as NodeJSKernelBackend).binding;
    const labelType: Attribute = ['Tlabels', 'TYPE', TF_INT32];
    const [loss, logitsGradient] = run(
      'SparseSoftmaxCrossEntropyWithLogits',
      [logits, labels],
      [labelType],
      2,
    );
    save([logitsGradient as tf.Tensor, labels]);
    const gradient = (dy: tf.Tensor1D, [logitsGradient, labels]: tf.Tensor[]) => [
      tf.mul(logitsGradient as tf.Tensor, tf.reshape(dy, [-1, 1])),
      tf.zerosLike(labels as tf.Tensor),
    ];
    return { value: loss as tf.Tensor, gradient };
  },
);
