import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { randomPicture } from '../inspection/causality';
import type { Settings } from '../settings';
import { described, randomWeights } from '../testing/random-run';
import { plain, traced, type PureFunction } from '../tensorflow/traced-graph';
import type { Network } from './network';
import { createNetwork } from './networks';

const canvas = { height: 7, width: 6 };
const networkOf = (changes: Partial<Settings>) =>
  createNetwork(described({ levels: 8, firstKernel: 5, blocks: 2, ...changes }));

/** (levels, labels, dropout seed, …weights) -> (mean cost, …its gradients) */
function costAndGradients(network: Network, dropoutRate: number): PureFunction {
  return (...inputs) => {
    const [levels, labels, seed, ...weights] = inputs as [
      tf.Tensor4D,
      tf.Tensor1D,
      tf.Tensor1D,
      ...tf.Tensor[],
    ];
    const { value, grads } = tf.valueAndGrads((...values) => {
      const named = new Map(network.parameters.map(({ name }, i) => [name, values[i] as tf.Tensor]));
      const dropout = dropoutRate ? { dropout: { rate: dropoutRate, seed } } : {};
      const outputs = network.outputs(named, levels, { labels, ...dropout });
      return tf.mean(network.likelihood.nats(outputs, levels)) as tf.Scalar;
    })(weights);
    return [value, ...grads];
  };
}

/** The largest difference, as a share of the largest value. */
function relativeDifference(found: tf.Tensor | undefined, expected: tf.Tensor): number {
  const [is, should] = [found?.dataSync<'float32'>() ?? [], expected.dataSync<'float32'>()];
  const largest = should.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return should.reduce((most, value, i) => Math.max(most, Math.abs(value - (is[i] ?? NaN))), 0) / largest;
}

test.each([
  {
    name: 'plain, palette',
    network: networkOf({ colour: 'palette', classes: 'folders', filters: 8 }),
    rate: 0,
  },
  {
    name: 'gated',
    network: networkOf({
      architecture: 'gated',
      colour: 'rgb',
      classes: 'folders',
      filters: 7,
      headFilters: 5,
    }),
    rate: 0,
  },
  {
    name: 'plus-plus',
    network: networkOf({
      architecture: 'plus-plus',
      colour: 'rgb',
      classes: 'folders',
      filters: 4,
      blocks: 1,
      mixtures: 2,
    }),
    rate: 0.5,
  },
])('$name: a traced graph and separate ops compute the same, with labels and dice as inputs', (subject) => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const { network } = subject;
    const pictures = [1, 2].flatMap((seed) => [...randomPicture(network, canvas, seed)]);
    const shape = [2, canvas.height, canvas.width, network.form.channels] as const;
    const levels = tf.tensor4d(pictures, [...shape], 'int32');
    const weights = [...randomWeights(network, 1).values()];
    const inputs = (labels: number[], seed: number[]) => [
      levels,
      tf.tensor1d(labels, 'int32'),
      tf.tensor1d(seed, 'int32'),
      ...weights,
    ];
    const compute = costAndGradients(network, subject.rate);
    const graph = traced(compute, inputs([0, 1], [1, 2]));
    const expected = plain(compute).run(...inputs([2, 0], [3, 4]));
    const found = graph.run(...inputs([2, 0], [3, 4]));
    expect(found).toHaveLength(expected.length);
    expected.forEach((tensor, i) => expect(relativeDifference(found[i], tensor)).toBeLessThan(1e-5));

    const cost = (labels: number[], seed: number[]) => graph.run(...inputs(labels, seed))[0]?.dataSync()[0];
    expect(cost([2, 0], [3, 4])).toBe(found[0]?.dataSync()[0]);
    expect(cost([2, 1], [3, 4])).not.toBe(found[0]?.dataSync()[0]);
    if (subject.rate) expect(cost([2, 0], [3, 5])).not.toBe(found[0]?.dataSync()[0]);
    graph.dispose();
  });
  expect(tf.memory().numTensors).toBe(before);
});
