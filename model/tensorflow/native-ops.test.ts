import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { afterEach, expect, test, vi } from 'vitest';
import { closeTo } from '../testing/assertions';
import { randomValues } from '../random';
import { nativeOp, type Attribute, type OpName } from './native-ops';
import { opNames } from './op-names.mjs';

const backend = tf.backend() as NodeJSKernelBackend;
const { TF_FLOAT, TF_INT32 } = backend.binding;
const float: Attribute = ['T', 'TYPE', TF_FLOAT];
const channelsLast: Attribute = ['data_format', 'STRING', 'NHWC'];
const notFound = (op: string) => new Error(`Invalid TF_Status: 5\nMessage: Op type not registered '${op}'`);

afterEach(() => void vi.restoreAllMocks());

/** Plays the op as one that this TensorFlow lacks. */
function withoutOp(missing: string, error = notFound(missing)): void {
  const execute = backend.executeMultipleOutputs.bind(backend);
  vi.spyOn(backend, 'executeMultipleOutputs').mockImplementation((op, ...rest) => {
    if (op === missing) throw error;
    return execute(op, ...rest);
  });
}

/** Values from -3 to 3, zero among them. */
function random(shape: number[], turn: number): tf.Tensor {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from(randomValues(size, 5, 0, turn), (die) => 6 * die - 3);
  values[0] = 0;
  return tf.tensor(values, shape);
}

const transposed = (a: boolean, b: boolean): Attribute[] => [
  float,
  ['transpose_a', 'BOOL', a],
  ['transpose_b', 'BOOL', b],
];
const explicit: Attribute[] = [
  ...[float, channelsLast],
  ['strides', 'INT', [1, 1, 1, 1]],
  ['padding', 'STRING', 'EXPLICIT'],
  ['explicit_paddings', 'INT', [0, 0, 2, 1, 3, 0, 0, 0]],
];

const cases: [OpName, () => tf.Tensor[], Attribute[]?, number?][] = [
  ['BiasAdd', () => [random([2, 3, 3, 5], 0), random([5], 1)], [float, channelsLast]],
  ['BiasAdd', () => [random([4, 5], 0), random([5], 1)], [float, channelsLast]],
  ['BiasAddGrad', () => [random([2, 3, 3, 5], 0)], [float, channelsLast]],
  ['BiasAddGrad', () => [random([4, 5], 0)], [float, channelsLast]],
  ['Conv2D', () => [random([2, 5, 4, 3], 0), random([3, 2, 3, 6], 1)], explicit],
  ['Elu', () => [random([20], 0)]],
  ['EluGrad', () => [random([20], 0), random([20], 1)]],
  ['MatMul', () => [random([4, 3], 0), random([3, 5], 1)], transposed(false, false)],
  ['MatMul', () => [random([3, 4], 0), random([3, 5], 1)], transposed(true, false)],
  ['MatMul', () => [random([4, 3], 0), random([5, 3], 1)], transposed(false, true)],
  ['Relu', () => [random([20], 0)]],
  ['ReluGrad', () => [random([20], 0), random([20], 1)]],
  ['Sigmoid', () => [random([20], 0)]],
  ['SigmoidGrad', () => [random([20], 0), random([20], 1)]],
  [
    'SparseSoftmaxCrossEntropyWithLogits',
    () => [random([4, 6], 0), tf.tensor1d([0, 5, 2, 2], 'int32')],
    [float, ['Tlabels', 'TYPE', TF_INT32]],
    2,
  ],
  ['Tanh', () => [random([20], 0)]],
  ['TanhGrad', () => [random([20], 0), random([20], 1)]],
];

test.each(cases)(
  'where %s is missing, tfjs computes the same',
  (op, inputs, attributes = [float], outputs = 1) => {
    tf.tidy(() => {
      const given = inputs();
      const native = nativeOp(op, given, attributes, outputs);
      withoutOp(op);
      const plain = nativeOp(op, given, attributes, outputs);
      expect(backend.executeMultipleOutputs).toHaveBeenCalledWith(op, expect.anything(), given, outputs);
      expect(plain).toHaveLength(outputs);
      plain.forEach((tensor, i) => closeTo(tensor, native[i] as tf.Tensor, 1e-5));
    });
  },
);

test('every op has a case above, or none that could stand in for it', () => {
  const compared = new Set(cases.map(([op]) => op));
  const others = opNames.filter((op) => !compared.has(op));
  expect(others).toEqual(['Identity', 'StatelessRandomUniform']);
  for (const op of others) {
    withoutOp(op);
    expect(() => nativeOp(op, [tf.scalar(1)], [float])).toThrow(`Op type not registered '${op}'`);
  }
});

test('an op that refuses its inputs is not replaced', () => {
  withoutOp('Relu', new Error('Invalid TF_Status: 3\nMessage: a wrong shape'));
  expect(() => nativeOp('Relu', [tf.scalar(1)], [float])).toThrow('a wrong shape');
});

test('the TensorFlow of this machine has every op', () => {
  const missing = opNames.filter((op) => isUnknown(op));
  expect(missing).toEqual([]);
  expect(isUnknown('NoSuchOp')).toBe(true);
});

/** Called without inputs, an op that TensorFlow knows complains about something else. */
function isUnknown(op: string): boolean {
  try {
    backend.executeMultipleOutputs(op, [], [], 1);
    return false;
  } catch (error) {
    return /not registered|nor a name of a function registered/.test(String(error));
  }
}
