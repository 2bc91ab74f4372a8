import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { createNetwork } from '../nets/networks';
import type { Settings } from '../settings';
import { leavingNoTensor } from '../testing/assertions';
import { described, randomRun, randomWeights } from '../testing/random-run';
import { affordableSide, checkMasks, compareStarts } from './mask-check';

test.each<Partial<Settings>>([
  { filters: 8, blocks: 2 },
  { filters: 8, blocks: 1, levels: 4, colour: 'palette' },
  { architecture: 'plus-plus', filters: 4, blocks: 1, colour: 'rgb', classes: 'folders' },
])('right masks give the same pictures from blank and from noise: %o', async (changes) => {
  const run = randomRun({ size: 8, ...changes });
  const check = await leavingNoTensor(() => checkMasks(run));
  expect(check.same).toBe(true);
  expect(check.fromBlank).toEqual(check.fromNoise);
  expect(check.fromBlank).toMatchObject({ count: 4, channels: changes.colour === 'rgb' ? 3 : 1, levels: 4 });
  expect(check.fromBlank.palette ?? []).toEqual(run.record.palette);
  expect(new Set(check.fromBlank.pixels).size).toBeGreaterThan(1);
});

test('a network that sees later pixels fails the check', async () => {
  const network = createNetwork(described({ filters: 8, blocks: 1 }));
  const weights = randomWeights(network, 1);
  const leaky: typeof network = {
    ...network,
    // The next pixel's level changes the logits of each pixel.
    outputs: (named, levels) =>
      tf.tidy(() => {
        const next = tf.concat(
          [tf.slice(levels, [0, 0, 1, 0]), tf.slice(levels, [0, 0, 0, 0], [-1, -1, 1, -1])],
          2,
        );
        const tilt = tf.mul(tf.cast(next, 'float32'), tf.tensor1d([0, 1, 2, 3]));
        return tf.add<tf.Tensor4D>(network.outputs(named, levels), tilt);
      }),
  };
  const drawing = { count: 4, firstImage: 0, height: 6, width: 6, seed: 1, temperature: 1 };
  expect((await compareStarts(network, weights, drawing, [])).same).toBe(true);
  expect((await compareStarts(leaky, weights, drawing, [])).same).toBe(false);
  tf.dispose([...weights.values()]);
});

test('a large network is checked on a smaller canvas', () => {
  const side = (filters: number, blocks: number, size: number, more: Partial<Settings> = {}) =>
    affordableSide(createNetwork(described({ filters, blocks, ...more })), size);
  expect(side(32, 2, 16)).toBe(16);
  expect(side(8, 1, 16)).toBe(16);
  expect(side(8, 1, 64)).toBeLessThan(40);
  expect(side(256, 10, 64)).toBeLessThan(16);
  expect(side(512, 30, 64)).toBeGreaterThanOrEqual(4);
  // Three passes a pixel, and many more layers in each.
  expect(side(8, 1, 64, { colour: 'rgb' })).toBeLessThan(side(8, 1, 64));
  expect(side(8, 1, 16, { architecture: 'plus-plus', colour: 'rgb' })).toBeLessThan(8);
});

test('a check ends when it is cancelled', async () => {
  const run = randomRun({ filters: 8, blocks: 2, size: 8 });
  await expect(checkMasks(run, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
