import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { closeTo } from '../testing/assertions';
import { randomValues } from '../random';
import {
  addBias,
  causalConv,
  causalPatches,
  convWithin,
  elu,
  matrixProduct,
  relu,
  sigmoid,
  softmaxCrossEntropy,
  tanh,
} from './tensorflow-ops';

const random = <T extends tf.Tensor>(shape: number[], turn: number): T => {
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from(randomValues(size, 5, 0, turn), (die) => 2 * die - 1),
    shape,
  ) as T;
};

/** Values and gradients of both, weighted so that every output counts differently. */
function expectSame(
  ours: (...inputs: tf.Tensor[]) => tf.Tensor,
  theirs: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
): void {
  const weighted = (compute: typeof ours) => {
    const shape = compute(...inputs).shape;
    const weight = random(shape, 99);
    return tf.valueAndGrads((...at) => tf.sum(tf.mul(compute(...at), weight)) as tf.Scalar)(inputs);
  };
  closeTo(ours(...inputs), theirs(...inputs), 1e-5);
  const [a, b] = [weighted(ours), weighted(theirs)];
  a.grads.forEach((gradient, i) => closeTo(gradient, b.grads[i] as tf.Tensor, 1e-5));
}

test('relu', () =>
  tf.tidy(() => {
    expectSame(
      (x) => relu(x as tf.Tensor2D),
      (x) => tf.relu(x),
      [random([5, 3], 0)],
    );
  }));

test('addBias', () =>
  tf.tidy(() => {
    expectSame(
      (x, bias) => addBias(x as tf.Tensor2D, bias as tf.Tensor1D),
      (x, bias) => tf.add(x, bias),
      [random([5, 3], 0), random([3], 1)],
    );
  }));

test.each([
  { inputs: 2, outputs: 3 },
  { inputs: 4, outputs: 3 },
])('matrixProduct from $inputs to $outputs features', ({ inputs, outputs }) =>
  tf.tidy(() => {
    expectSame(
      (x, kernel) => matrixProduct(x as tf.Tensor2D, kernel as tf.Tensor2D),
      (x, kernel) => tf.matMul(x, kernel),
      [random([6, inputs], 0), random([inputs, outputs], 1)],
    );
  }),
);

test.each([1, 2, 3])('causalConv with %i rows is a convolution over a padded picture', (rows) =>
  tf.tidy(() => {
    const reach = rows - 1;
    expectSame(
      (x, kernel) => causalConv(x as tf.Tensor4D, kernel as tf.Tensor4D),
      (x, kernel) => {
        const around = tf.pad(x as tf.Tensor4D, [
          [0, 0],
          [reach, 0],
          [reach, reach],
          [0, 0],
        ]);
        return tf.conv2d(around, kernel as tf.Tensor4D, 1, 'valid');
      },
      [random([2, 5, 4, 3], 0), random([rows, 2 * rows - 1, 3, 2], 1)],
    );
  }),
);

test.each([
  { inputs: 2, outputs: 3 },
  { inputs: 3, outputs: 3 },
  { inputs: 4, outputs: 3 },
])(
  'convWithin from $inputs to $outputs features, with different paddings left and right',
  ({ inputs, outputs }) =>
    tf.tidy(() => {
      expectSame(
        (x, kernel) => convWithin({ above: 1, left: 2, right: 1 })(x as tf.Tensor4D, kernel as tf.Tensor4D),
        (x, kernel) => {
          const around = tf.pad(x as tf.Tensor4D, [
            [0, 0],
            [1, 0],
            [2, 1],
            [0, 0],
          ]);
          return tf.conv2d(around, kernel as tf.Tensor4D, 1, 'valid');
        },
        [random([2, 5, 4, inputs], 0), random([2, 4, inputs, outputs], 1)],
      );
    }),
);

test('causalPatches times a kernel as a matrix is the convolution', () =>
  tf.tidy(() => {
    const x = random<tf.Tensor4D>([2, 6, 5, 3], 0);
    const kernel = random<tf.Tensor4D>([3, 5, 3, 4], 1);
    const patches = tf.reshape(causalPatches(x, 5), [60, 45]) as tf.Tensor2D;
    const product = tf.matMul(patches, tf.reshape(kernel, [45, 4]) as tf.Tensor2D);
    closeTo(tf.reshape(product, [2, 6, 5, 4]), causalConv(x, kernel), 1e-5);
  }));

test('softmaxCrossEntropy is -log of the softmax at the label', () =>
  tf.tidy(() => {
    const labels = tf.tensor1d([0, 2, 1, 2], 'int32');
    expectSame(
      (logits) => softmaxCrossEntropy(logits as tf.Tensor2D, labels),
      (logits) => tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), tf.oneHot(labels, 3)), 1)),
      [random([4, 3], 0)],
    );
    const value = softmaxCrossEntropy(tf.zeros([4, 3]), labels).dataSync()[0];
    expect(value).toBeCloseTo(Math.log(3), 6);
  }));

test.each([
  { name: 'tanh', ours: tanh, theirs: tf.tanh },
  { name: 'sigmoid', ours: sigmoid, theirs: tf.sigmoid },
  { name: 'elu', ours: elu, theirs: tf.elu },
])('$name', ({ ours, theirs }) =>
  tf.tidy(() => {
    expectSame(
      (x) => ours(x as tf.Tensor4D),
      (x) => theirs(x),
      [random([2, 3, 4, 5], 0)],
    );
  }),
);

test.each([
  { above: 1, left: 1, right: 1, kernel: [2, 3, 3, 4] },
  { above: 1, left: 1, right: 0, kernel: [2, 2, 3, 4] },
  { above: 0, left: 2, right: 0, kernel: [1, 3, 3, 2] },
])('convWithin is a convolution over a padded picture: %o', ({ above, left, right, kernel }) =>
  tf.tidy(() => {
    expectSame(
      (x, weights) => convWithin({ above, left, right })(x as tf.Tensor4D, weights as tf.Tensor4D),
      (x, weights) => {
        const around = tf.pad(x as tf.Tensor4D, [
          [0, 0],
          [above, 0],
          [left, right],
          [0, 0],
        ]);
        return tf.conv2d(around, weights as tf.Tensor4D, 1, 'valid');
      },
      [random([2, 5, 4, 3], 0), random(kernel, 1)],
    );
  }),
);
