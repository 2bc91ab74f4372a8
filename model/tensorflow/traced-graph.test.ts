import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { expect, test } from 'vitest';
import { closeTo, leavingNoTensor } from '../testing/assertions';
import { after, plain, traced, type PureFunction } from './traced-graph';

/** The results of a function run op by op, and traced on the first inputs and run on the second. */
function bothWays(compute: PureFunction, examples: tf.Tensor[], inputs: tf.Tensor[]) {
  const runner = traced(compute, examples);
  const [graph, eager] = [runner.run(...inputs), plain(compute).run(...inputs)];
  runner.dispose();
  const values = (tensors: tf.Tensor[]) =>
    tensors.map((tensor) => [tensor.dtype, tensor.shape, [...tensor.dataSync()]]);
  const answer = { graph: values(graph), eager: values(eager) };
  tf.dispose([...graph, ...eager, ...examples, ...inputs]);
  return answer;
}

test('ops of all kinds: several outputs, integers and booleans, constants, attributes of every type', () =>
  leavingNoTensor(() => {
    const compute: PureFunction = (...inputs) => {
      const [x, k] = inputs as [tf.Tensor2D, tf.Tensor1D];
      const [left, right] = tf.split(x, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      const wide = tf.expandDims(tf.concat([right, left], 1), 0);
      const chosen = tf.where(tf.greater(x, 0.5), x, tf.zerosLike(x));
      const counted = tf.sum(tf.oneHot(k, 4), 0);
      return [wide, chosen, counted, tf.leakyRelu(tf.neg(x), 0.3), tf.gather(x, k)];
    };
    const x = (factor: number) => tf.tensor2d([0.1, 0.9, 0.4, 0.7, 0.6, 0.2, 0.8, 0.3], [2, 4]).mul(factor);
    const { graph, eager } = tf.tidy(() =>
      bothWays(compute, [x(1), tf.tensor1d([0, 0, 1], 'int32')], [x(1.1), tf.tensor1d([1, 0, 1], 'int32')]),
    );
    expect(graph.map(([dtype, shape]) => [dtype, shape])).toEqual(
      eager.map(([dtype, shape]) => [dtype, shape]),
    );
    graph.forEach(([, , values], i) => closeTo(values as number[], eager[i]?.[2] as number[], 1e-6));
  }));

test('a control input changes no value', () =>
  leavingNoTensor(() => {
    const compute: PureFunction = (x) => {
      const first = tf.square(x as tf.Tensor);
      const second = tf.add(after(x as tf.Tensor, first), 1);
      return [tf.add(first, second)];
    };
    const { graph, eager } = bothWays(compute, [tf.tensor1d([1, 2])], [tf.tensor1d([3, 4])]);
    expect(graph).toEqual([['float32', [2], [13, 21]]]);
    expect(graph).toEqual(eager);
  }));

test('two inputs that share a tensor are refused, since the graph could not tell them apart', () => {
  const x = tf.tensor1d([1]);
  expect(() => traced((a, b) => [tf.add(a as tf.Tensor, b as tf.Tensor)], [x, x])).toThrow(RangeError);
  x.dispose();
});

test('a disposed graph is released, and ops run plainly again after tracing', () =>
  leavingNoTensor(() => {
    const backend = tf.backend() as NodeJSKernelBackend;
    const { executeSingleOutput } = backend;
    const before = backend.getNumOfSavedModels();
    const x = tf.tensor1d([1]);
    const runner = traced((input) => [tf.square(input as tf.Tensor)], [x]);
    expect(backend.getNumOfSavedModels()).toBe(before + 1);
    runner.dispose();
    expect(backend.getNumOfSavedModels()).toBe(before);
    expect(() =>
      traced(() => {
        throw new Error('cannot be traced');
      }, [x]),
    ).toThrow('cannot be traced');
    expect(backend.executeSingleOutput).toBe(executeSingleOutput);
    x.dispose();
  }));
