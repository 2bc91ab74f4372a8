import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { randomPicture, randomWeights } from '../testing/network-proofs';
import { plain, traced, type PureFunction } from '../training/traced-graph';
import type { Network } from './architecture';
import { createGatedPixelCnn } from './gated-pixelcnn';
import { createPixelCnnPlusPlus } from './pixelcnn-plus-plus';

const canvas = { height: 7, width: 6, channels: 3, levels: 8 };
const shape = { channels: 3, levels: 8, classes: 3 };
const gated = createGatedPixelCnn({
  ...shape,
  inputScaling: '-1..1',
  filters: 7,
  layers: 3,
  firstKernel: 5,
  kernel: 3,
  headFilters: 5,
});
const plusPlus = createPixelCnnPlusPlus({ ...shape, filters: 4, blocks: 1, mixtures: 2 });

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
  { name: 'gated', network: gated, rate: 0 },
  { name: 'plus-plus', network: plusPlus, rate: 0.5 },
])('$name: one graph computes what the ops do one by one, with labels and dice as inputs', (subject) => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const pictures = [randomPicture(canvas, 1), randomPicture(canvas, 2)].flat();
    const levels = tf.tensor4d(pictures, [2, canvas.height, canvas.width, 3], 'int32');
    const weights = [...randomWeights(subject.network, 1).values()];
    const inputs = (labels: number[], seed: number[]) => [
      levels,
      tf.tensor1d(labels, 'int32'),
      tf.tensor1d(seed, 'int32'),
      ...weights,
    ];
    const compute = costAndGradients(subject.network, subject.rate);
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
