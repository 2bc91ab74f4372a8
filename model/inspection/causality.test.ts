import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { createNetwork } from '../nets/network';
import { defaultSettings } from '../settings';
import { leavingNoTensor } from '../testing/assertions';
import { randomWeights } from '../testing/network-proofs';
import { randomRun } from '../testing/random-run';
import { checkCausality, countForbidden } from './causality';

test.each([2, 4, 256])('a network of %i levels feels nothing forbidden', async (levels) => {
  const run = randomRun({ filters: 8, blocks: 2, size: 8, levels });
  const report = await leavingNoTensor(() => checkCausality(run));
  expect(report).toEqual({ forbidden: 0, height: 8, width: 8 });
});

test('a large run is checked on 16 x 16', async () => {
  const report = await checkCausality(randomRun({ filters: 2, blocks: 0, size: 40 }));
  expect(report).toEqual({ forbidden: 0, height: 16, width: 16 });
});

test.each([2, 3, 4])('every pair that a leak makes is counted, with %i levels', async (levels) => {
  const canvas = { height: 4, width: 5, channels: 1, levels };
  const network = createNetwork({ ...defaultSettings, filters: 8, blocks: 1, levels });
  const weights = randomWeights(network, 1);
  const leaky = (shift: (x: tf.Tensor4D) => tf.Tensor4D): typeof network => ({
    ...network,
    outputs: (named, pixels) =>
      tf.tidy(() => {
        const tilt = tf.range(0, levels, 1, 'float32');
        const seen = tf.mul(shift(tf.cast(pixels, 'float32')), tilt);
        return tf.add<tf.Tensor4D>(network.outputs(named, pixels), seen);
      }),
  });
  // Each pixel sees itself: one pair for each. The picture below right is seen by its neighbour above left.
  const itself = leaky((x) => x);
  expect(await countForbidden(itself, weights, canvas)).toBe(20);
  const diagonal = leaky((x) =>
    tf.pad(tf.slice(x, [0, 1, 1, 0]), [
      [0, 0],
      [0, 1],
      [0, 1],
      [0, 0],
    ]),
  );
  // Of the 12 pixels with such a neighbour, six scan steps on, each feels seven sources: from itself to there.
  expect(await countForbidden(diagonal, weights, canvas)).toBe(12 * 7);
  expect(await countForbidden(network, weights, canvas)).toBe(0);
  tf.dispose([...weights.values()]);
});

test('a check ends when it is cancelled', async () => {
  const run = randomRun({ filters: 2, blocks: 0, size: 8 });
  await expect(checkCausality(run, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
