/**
 * What training and evaluating compute, as pure functions of tensors made of plain tfjs ops. They run as they stand,
 * op by op, which is the reference, or traced into one TensorFlow graph (traced-graph.ts), which is fast.
 */
import * as tf from '@tensorflow/tfjs-node';
import type { Network } from '../nets/architecture';
import { sizeOf, type ParameterSpec } from '../nets/parameters';
import { adamUpdate } from './adam';
import { after, type PureFunction } from './traced-graph';

/** How a batch is worked on. */
export interface Division {
  /** Pictures taken at a time. */
  microBatch: number;
  /** Micro-batches worked on at once in a graph; without influence on the result. */
  cores: number;
}

/**
 * One step of Adam on the mean loss of a batch. The gradient is taken over a few pictures at a time, which then fit the
 * processor's cache and in a graph run side by side, and added up in the order of the batch.
 *
 * (weights [P], first moment [P], second moment [P], levels int32 [N,H,W,C], rate [2]: see `correctedRate`)
 * -> (loss in nats per dimension [], weights, first moment, second moment)
 */
export function trainStep(network: Network, division: Division): PureFunction {
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
    const [loss, gradient] = addUp(levels, division, (part) => {
      const { value, grads } = tf.valueAndGrads((...tensors) => {
        const byName = new Map(names.map((name, i) => [name, tensors[i] as tf.Tensor]));
        return tf.mul(
          tf.sum(network.likelihood.nats(network.outputs(byName, part), part)),
          share,
        ) as tf.Scalar;
      })(named);
      return [value, joined(grads)];
    }) as [tf.Scalar, tf.Tensor1D];
    const moved = adamUpdate({ weights, firstMoment, secondMoment }, gradient, rate);
    return [loss, moved.weights, moved.firstMoment, moved.secondMoment];
  };
}

/** (weights [P], levels int32 [N,H,W,C]) -> (summed loss of all pictures in nats []) */
export function evaluateStep(network: Network, division: Division): PureFunction {
  return (...inputs) => {
    const [weights, levels] = inputs as [tf.Tensor1D, tf.Tensor4D];
    const named = cut(network.parameters, weights);
    const byName = new Map(network.parameters.map(({ name }, i) => [name, named[i] as tf.Tensor]));
    return addUp(levels, division, (part) => [
      tf.sum(network.likelihood.nats(network.outputs(byName, part), part)),
    ]);
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

/**
 * The sums of what `compute` gives for each micro-batch, in the order of the batch. In a graph only so many are worked
 * on at once as there are cores, so that no more of them than that is held in memory.
 */
function addUp(
  levels: tf.Tensor4D,
  { microBatch, cores }: Division,
  compute: (part: tf.Tensor4D) => tf.Tensor[],
): tf.Tensor[] {
  const [count, height, width, channels] = levels.shape;
  const results: tf.Tensor[][] = [];
  let sums: tf.Tensor[] = [];
  for (let at = 0; at < count; at += microBatch) {
    const before = sums;
    const earlier = results.at(-cores)?.at(-1);
    const result = tf.tidy(() => {
      const length = Math.min(microBatch, count - at);
      const part = tf.slice(levels, [at, 0, 0, 0], [length, height, width, channels]);
      return compute(earlier ? after(part, earlier) : part);
    });
    sums = tf.tidy(() => result.map((value, i) => (before[i] ? tf.add(before[i], value) : tf.clone(value))));
    tf.dispose([before, result]);
    results.push(result);
  }
  return sums;
}
