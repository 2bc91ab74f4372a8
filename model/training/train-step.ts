/**
 * The computation of a training step and an evaluation, as pure functions of tensors made of plain tfjs ops. They run
 * op by op, which is the reference, or traced into one TensorFlow graph (traced-graph.ts), which is fast.
 */
import * as tf from '@tensorflow/tfjs-node';
import { weightNamed, type Network } from '../nets/network';
import { layerWeights, parameterGradients } from '../nets/derived-weights';
import { sizeOf, type ParameterSpec } from '../nets/parameters';
import type { Settings } from '../settings';
import { adamUpdate } from './adam';
import { after, type PureFunction } from '../tensorflow/traced-graph';

/** How a batch is divided. */
export interface Division {
  /** Pictures whose gradients are computed at once. */
  microBatch: number;
  /** Micro-batches computed in parallel in a graph; without influence on the result. */
  workers: number;
}

export type Optimisation = Pick<Settings, 'beta1' | 'beta2' | 'clipNorm' | 'dropout'>;

/** A batch: `levels` int32 [N,H,W,C] and `labels` int32 [N], which only a network with classes reads. */
interface Batch {
  levels: tf.Tensor4D;
  labels: tf.Tensor1D;
}

/**
 * One step of Adam on the mean loss of a batch, as one call.
 *
 * (levels int32 [N,H,W,C], labels int32 [N], rates [3]: `correctedRate` and the share of the average that stays, seed
 * int32 [2] for dropout, weights [P], first moment [P], second moment [P], and, if there is one, the weights' average
 * [P]) -> (loss in nats per dimension [], updated weights, moments and average)
 */
export function trainStep(network: Network, division: Division, optimisation: Optimisation): PureFunction {
  const move = applyGradients(network, optimisation);
  return (...inputs) => {
    const [levels, labels, rates, seed, weights, ...more] = inputs as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
    const add = accumulateGradients(network, division, optimisation.dropout, levels.size);
    const [loss, gradients] = add(levels, labels, seed as tf.Tensor, weights as tf.Tensor);
    const moved = move(gradients as tf.Tensor, rates as tf.Tensor, weights as tf.Tensor, ...more);
    return [loss as tf.Tensor, ...moved];
  };
}

/**
 * Adds the contribution of some pictures of a batch to its mean loss and the gradients. The gradients are computed
 * for one micro-batch at a time, which fits the processor's cache and, in a graph, runs in parallel with others; they
 * are added in the order of the batch.
 *
 * (levels int32 [N,H,W,C], labels int32 [N], seed int32 [2], weights [P], and, unless they are the first, loss and
 * gradients so far) -> (loss in nats per dimension [], gradients with respect to the joined `layerWeights`)
 * @param values the number of values in the whole batch: pictures * height * width * channels
 */
export function accumulateGradients(
  network: Network,
  division: Division,
  dropoutRate: number,
  values: number,
): PureFunction {
  return (...inputs) => {
    const [levels, labels, seed, weights, ...sums] = inputs as [tf.Tensor4D, ...tf.Tensor1D[]];
    const masks = masksOf(network);
    const used = layerWeights(network, parametersOf(network, weights as tf.Tensor1D, masks));
    const names = [...used.keys()];
    const compute = (part: Batch, index: number) => {
      const options = {
        labels: part.labels,
        ...(dropoutRate > 0 && {
          dropout: {
            rate: dropoutRate,
            seed: tf.add<tf.Tensor1D>(seed as tf.Tensor1D, tf.tensor1d([0, index], 'int32')),
          },
        }),
      };
      const { value, grads } = tf.valueAndGrads((...tensors) => {
        const own = new Map(names.map((name, i) => [name, tensors[i] as tf.Tensor]));
        const outputs = network.outputs(own, part.levels, options);
        return tf.mul(tf.sum(network.likelihood.nats(outputs, part.levels)), 1 / values) as tf.Scalar;
      })([...used.values()]);
      return [value, joined(grads.map((own, i) => masked(own, masks.get(names[i] as string))))];
    };
    return addUp({ levels, labels: labels as tf.Tensor1D }, division, compute, sums);
  };
}

/**
 * Applies gradients with one step of Adam: (gradients from `accumulateGradients`, rates [3], weights [P], first
 * moment [P], second moment [P], and, if there is one, the weights' average [P]) -> (updated weights, moments and
 * average)
 */
export function applyGradients(network: Network, optimisation: Optimisation): PureFunction {
  return (...inputs) => {
    const [gradients, rates, weights, firstMoment, secondMoment, average] = inputs as [
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D?,
    ];
    const gradient = network.derived ? alongParameters(network, weights, gradients) : gradients;
    const state = { weights, firstMoment, secondMoment };
    const clippedGradient = clipped(gradient, optimisation.clipNorm);
    const moved = adamUpdate(state, clippedGradient, tf.slice(rates, 0, 2), optimisation);
    const result = [moved.weights, moved.firstMoment, moved.secondMoment];
    if (!average) return result;
    const stays = tf.slice(rates, 2, 1);
    return [...result, tf.add(moved.weights, tf.mul(stays, tf.sub(average, moved.weights)))];
  };
}

/** (levels int32 [N,H,W,C], labels int32 [N], weights [P]) -> (summed loss of all pictures in nats []) */
export function evaluateStep(network: Network, division: Division): PureFunction {
  return (...inputs) => {
    const [levels, labels, weights] = inputs as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
    const named = layerWeights(network, parametersOf(network, weights));
    return addUp({ levels, labels }, division, (part) => {
      const outputs = network.outputs(named, part.levels, { labels: part.labels });
      return [tf.sum(network.likelihood.nats(outputs, part.levels))];
    });
  };
}

/** The masks of the parameters that have one, by name. */
function masksOf({ parameters }: Network): Map<string, tf.Tensor> {
  const masks = new Map<string, tf.Tensor>();
  for (const { name, shape, mask } of parameters) if (mask) masks.set(name, tf.tensor(mask, [...shape]));
  return masks;
}

/** Sets masked weights to 0, or their gradients, so that they never change. */
function masked(values: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
  return mask ? tf.mul(values, mask) : values;
}

/** The gradient clipped to the norm `most` (Pascanu et al. 2013, arXiv 1211.5063, section 3.2); 0 clips nothing. */
function clipped(gradient: tf.Tensor1D, most: number): tf.Tensor1D {
  if (most === 0) return gradient;
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  return tf.mul(gradient, tf.div(most, tf.maximum(norm, most)));
}

/** The gradient with respect to the parameters, from that with respect to the weights that the layers use. */
function alongParameters(network: Network, weights: tf.Tensor1D, gradient: tf.Tensor1D): tf.Tensor1D {
  const parameters = parametersOf(network, weights);
  const used = layerWeights(network, parameters);
  const parts = cut([...used.values()], gradient);
  const gradients = new Map([...used.keys()].map((name, i) => [name, parts[i] as tf.Tensor]));
  const all = parameterGradients(network, parameters, gradients);
  return joined(network.parameters.map(({ name }) => weightNamed(all, name)));
}

/** Splits the flat vector into one tensor per parameter. */
function cut(specs: readonly Pick<ParameterSpec, 'shape'>[], flat: tf.Tensor1D): tf.Tensor[] {
  let at = 0;
  return specs.map(({ shape }) => {
    const size = sizeOf(shape);
    const part = tf.reshape(tf.slice(flat, at, size), [...shape]);
    at += size;
    return part;
  });
}

/** The masked parameters of the flat vector, by name. */
function parametersOf(
  network: Network,
  weights: tf.Tensor1D,
  masks = masksOf(network),
): Map<string, tf.Tensor> {
  const tensors = cut(network.parameters, weights);
  return new Map(
    network.parameters.map(({ name }, i) => [name, masked(tensors[i] as tf.Tensor, masks.get(name))]),
  );
}

function joined(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]) as tf.Tensor1D));
}

/**
 * Adds the results of `compute` for each micro-batch to `first`, in the order of the batch. A graph computes no more
 * micro-batches at once than there are workers, so that no more are held in memory.
 */
function addUp(
  { levels, labels }: Batch,
  { microBatch, workers }: Division,
  compute: (part: Batch, index: number) => tf.Tensor[],
  first: readonly tf.Tensor[] = [],
): tf.Tensor[] {
  const [count, height, width, channels] = levels.shape;
  const results: tf.Tensor[][] = [];
  let sums: tf.Tensor[] = first.map((sum) => tf.clone(sum));
  for (let at = 0; at < count; at += microBatch) {
    const before = sums;
    const earlier = results.at(-workers)?.at(-1);
    const result = tf.tidy(() => {
      const length = Math.min(microBatch, count - at);
      const own = tf.slice(levels, [at, 0, 0, 0], [length, height, width, channels]);
      const part = { levels: earlier ? after(own, earlier) : own, labels: tf.slice(labels, at, length) };
      return compute(part, results.length);
    });
    sums = tf.tidy(() => result.map((value, i) => (before[i] ? tf.add(before[i], value) : tf.clone(value))));
    tf.dispose([before, result]);
    results.push(result);
  }
  return sums;
}
