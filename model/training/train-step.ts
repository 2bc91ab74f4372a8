/**
 * What training and evaluating compute, as pure functions of tensors made of plain tfjs ops. They run as they stand,
 * op by op, which is the reference, or traced into one TensorFlow graph (traced-graph.ts), which is fast.
 */
import * as tf from '@tensorflow/tfjs-node';
import type { Network } from '../nets/architecture';
import { sizeOf, type ParameterSpec } from '../nets/parameters';
import { adamUpdate } from './adam';

/** Tensors in, tensors out, nothing else: no value is read back, and the caller disposes the results. */
export type PureFunction = (...inputs: tf.Tensor[]) => tf.Tensor[];

/**
 * One step of Adam on the mean loss of a batch. The gradient is taken over a few pictures at a time, which then fit the
 * processor's cache and in a graph run side by side, and added up in the order of the batch.
 *
 * (weights [P], first moment [P], second moment [P], levels int32 [N,H,W,C], rate [2]: see `correctedRate`)
 * -> (loss in nats per dimension [], weights, first moment, second moment)
 */
export function trainStep(network: Network, microBatch: number): PureFunction {
  return (...inputs) => {
    const [weights, firstMoment, secondMoment, levels, rate] = inputs as [
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor4D,
      tf.Tensor1D,
    ];
    const named = cut(network.parameters, weights);
    const names = network.parameters.map(({ name }) => name);
    const share = 1 / levels.size;
    const lossOf = (part: tf.Tensor4D) =>
      tf.valueAndGrads((...tensors) => {
        const byName = new Map(names.map((name, i) => [name, tensors[i] as tf.Tensor]));
        return tf.mul(
          tf.sum(network.likelihood.nats(network.outputs(byName, part), part)),
          share,
        ) as tf.Scalar;
      })(named);
    const parts = microBatches(levels, microBatch).map(lossOf);
    const loss = inOrder(parts.map(({ value }) => value));
    const gradient = inOrder(parts.map(({ grads }) => joined(grads)));
    const after = adamUpdate({ weights, firstMoment, secondMoment }, gradient, rate);
    return [loss, after.weights, after.firstMoment, after.secondMoment];
  };
}

/** (weights [P], levels int32 [N,H,W,C]) -> (summed loss of all pictures in nats []) */
export function evaluateStep(network: Network, microBatch: number): PureFunction {
  return (...inputs) => {
    const [weights, levels] = inputs as [tf.Tensor1D, tf.Tensor4D];
    const named = cut(network.parameters, weights);
    const byName = new Map(network.parameters.map(({ name }, i) => [name, named[i] as tf.Tensor]));
    const sums = microBatches(levels, microBatch).map((part) =>
      tf.sum(network.likelihood.nats(network.outputs(byName, part), part)),
    );
    return [inOrder(sums)];
  };
}

/** The flat vector as one tensor a parameter. */
function cut(specs: readonly ParameterSpec[], flat: tf.Tensor1D): tf.Tensor[] {
  let at = 0;
  return specs.map(({ shape }) => {
    const size = sizeOf(shape);
    const part = tf.reshape(tf.slice(flat, at, size), [...shape]);
    at += size;
    return part;
  });
}

function joined(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]) as tf.Tensor1D));
}

function microBatches(levels: tf.Tensor4D, size: number): tf.Tensor4D[] {
  const [count, height, width, channels] = levels.shape;
  const parts: tf.Tensor4D[] = [];
  for (let at = 0; at < count; at += size) {
    const length = Math.min(size, count - at);
    parts.push(tf.slice(levels, [at, 0, 0, 0], [length, height, width, channels]));
  }
  return parts;
}

function inOrder<T extends tf.Tensor>(tensors: readonly T[]): T {
  return tensors.reduce((sum, next) => tf.add<T>(sum, next));
}
