import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { randomPicture } from '../../inspection/causality';
import type { Settings } from '../../settings';
import { leavingNoTensor } from '../../testing/assertions';
import { withSubject } from '../../testing/network-proofs';
import { described } from '../../testing/random-run';
import { parametersOf } from '../model-shape';
import { createNetwork, weightTensors } from '../networks';
import { nameWeights } from '../parameters';

const tiny: Partial<Settings> = { architecture: 'plus-plus', filters: 4, blocks: 1, mixtures: 2 };

test('dropout masks depend on the seed alone', () =>
  withSubject({ ...tiny, levels: 4 }, ({ network, weights }) => {
    const picture = randomPicture(network, { height: 4, width: 4 });
    const outputs = (seed?: [number, number]) =>
      tf.tidy(() => {
        const levels = tf.tensor4d(picture, [1, 4, 4, 1], 'int32');
        const dropout = seed && { rate: 0.5, seed: tf.tensor1d(seed, 'int32') };
        return network.outputs(weights, levels, dropout && { dropout }).dataSync<'float32'>();
      });
    expect(outputs([1, 2])).toEqual(outputs([1, 2]));
    expect(outputs([1, 2])).not.toEqual(outputs([1, 3]));
    expect(outputs([1, 2])).not.toEqual(outputs());
  }));

test.each(['rgb', 'palette'] as const)(
  'with initial weights the outputs of the first batch have mean 0 and variance 1: %s',
  (colour) =>
    leavingNoTensor(() => {
      const network = createNetwork(described({ ...tiny, colour, levels: 16, classes: 'folders' }));
      const { channels } = network.form;
      const pictures = [1, 2, 3, 4, 5, 6].map((seed) =>
        randomPicture(network, { height: 8, width: 8 }, seed),
      );
      const levels = tf.tensor4d(
        Int32Array.from(pictures.flatMap((own) => [...own])),
        [6, 8, 8, channels],
        'int32',
      );
      const labels = tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32');
      const flat = network.initialWeights(4, levels, labels);
      expect(flat.every(Number.isFinite)).toBe(true);
      expect(network.initialWeights(4, levels, labels)).toEqual(flat);
      expect(network.initialWeights(5, levels, labels)).not.toEqual(flat);
      tf.tidy(() => {
        const weights = weightTensors(network, nameWeights(network.parameters, flat));
        const { mean, variance } = tf.moments(network.outputs(weights, levels, { labels }), [0, 1, 2]);
        mean.dataSync().forEach((value) => expect(value).toBeCloseTo(0, 3));
        variance.dataSync().forEach((value) => expect(value).toBeCloseTo(1, 2));
      });
      tf.dispose([levels, labels]);
    }),
);

test('the network has the layers of the paper: 3 channels, 160 filters, 5 blocks, 10 mixtures', () => {
  const parameters = parametersOf(
    described({
      architecture: 'plus-plus',
      colour: 'rgb',
      levels: 256,
      filters: 160,
      blocks: 5,
      mixtures: 10,
    }),
  );
  const names = new Set(parameters.map(({ name }) => name));
  expect(names.size).toBe(parameters.length);
  // Figure 2 has 6 sequences of 5 blocks; the authors' code has one more block in each upward sequence but the first.
  expect([...names].filter((name) => name.endsWith('.first.direction'))).toHaveLength(2 * (6 * 5 + 2));
  expect(parameters.find(({ name }) => name === 'out.direction')?.shape).toEqual([160, 100]);
});
