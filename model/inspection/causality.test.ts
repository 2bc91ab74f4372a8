import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { receptiveField } from '../nets/architectures';
import { relationsTo } from '../nets/receptive-field';
import type { Settings } from '../settings';
import { leavingNoTensor } from '../testing/assertions';
import { countForbidden, withSubject } from '../testing/network-proofs';
import { randomRun } from '../testing/random-run';
import { checkCausality } from './causality';

test.each<Partial<Settings>>([
  { filters: 8, blocks: 2, levels: 256 },
  { filters: 8, blocks: 1, levels: 4, colour: 'rgb', classes: 'folders' },
  { architecture: 'gated', filters: 6, blocks: 1, headFilters: 6, levels: 4, colour: 'palette' },
])('no distribution depends on its own value or a later one: %o', async (changes) => {
  const run = randomRun({ size: 8, ...changes });
  let [counted, announced] = [0, 0];
  const onProgress = (done: number, total: number) => {
    counted++;
    expect(done).toBe(counted);
    announced = total;
  };
  const report = await leavingNoTensor(() => checkCausality(run, { onProgress }));
  expect(report).toMatchObject({ forbidden: 0, height: 8, width: 8 });
  expect(counted).toBe(announced);
});

test('a large run is checked on a canvas of 16 x 16', async () => {
  const report = await checkCausality(randomRun({ filters: 2, blocks: 0, size: 40 }));
  expect(report).toMatchObject({ forbidden: 0, height: 16, width: 16 });
});

test('the report shows which pixels influence the middle of the last row', async () => {
  const shape = { architecture: 'plain', filters: 32, firstKernel: 3, kernel: 3, blocks: 2 } as const;
  const { seen } = await checkCausality(randomRun({ ...shape, size: 10, levels: 4 }));
  expect([seen.x, seen.y]).toEqual([5, 9]);
  const { reach, lastColumns } = receptiveField(shape);
  const expected = Array.from({ length: 100 }, (_, pixel) => {
    const [up, right] = [9 - Math.floor(pixel / 10), (pixel % 10) - 5];
    return up <= reach && right >= -reach && right <= (lastColumns[up] as number) ? 1 : 0;
  });
  expect([...seen.pixels]).toEqual(expected);
  // PixelCNN++ sees all earlier pixels.
  const plusPlus = randomRun({ architecture: 'plus-plus', filters: 5, blocks: 1, size: 8, colour: 'rgb' });
  const { seen: all } = await checkCausality(plusPlus);
  expect([...all.pixels]).toEqual(Array.from({ length: 64 }, (_, pixel) => (pixel < 60 ? 1 : 0)));
});

test('a pixel whose weights are zero is unused but not in the blind spot, since the layers connect it', async () => {
  const shape = { architecture: 'plain', filters: 8, firstKernel: 3, kernel: 3, blocks: 0 } as const;
  const run = randomRun({ ...shape, size: 8, levels: 4 });
  const kernel = run.weights.get('first.kernel') as Float32Array;
  // The tap directly above, in a kernel [3,3,1,8].
  kernel.fill(0, 8, 16);
  const { seen, ...canvas } = await checkCausality(run);
  const relations = relationsTo(receptiveField(shape), canvas, seen, seen.pixels);
  const at = (x: number, y: number) => relations[y * 8 + x];
  expect([at(3, 6), at(4, 6), at(5, 6), at(3, 7)]).toEqual(['seen', 'unused', 'seen', 'seen']);
  expect(relations).not.toContain('blind');
});

test.each([2, 3, 4])('every pair of a leak is counted, with %i levels', (levels) => {
  const canvas = { height: 4, width: 5 };
  withSubject({ filters: 8, blocks: 1, levels }, ({ network, ...rest }) => {
    const leaky = (shift: (x: tf.Tensor4D) => tf.Tensor4D) => {
      const outputs: typeof network.outputs = (weights, pixels) =>
        tf.tidy(() => {
          const tilt = tf.range(0, levels, 1, 'float32');
          const seen = tf.mul(shift(tf.cast(pixels, 'float32')), tilt);
          return tf.add<tf.Tensor4D>(network.outputs(weights, pixels), seen);
        });
      return countForbidden({ network: { ...network, outputs }, ...rest }, canvas);
    };
    // Each pixel sees itself: one pair each.
    expect(leaky((x) => x)).toBe(20);
    // 12 pixels have a neighbour below right, six pixels later in raster order. Each sees seven sources: from itself
    // to that neighbour.
    const diagonal = (x: tf.Tensor4D) =>
      tf.pad(tf.slice(x, [0, 1, 1, 0]), [
        [0, 0],
        [0, 1],
        [0, 1],
        [0, 0],
      ]);
    expect(leaky(diagonal)).toBe(12 * 7);
    expect(countForbidden({ network, ...rest }, canvas)).toBe(0);
  });
});

test('a check ends when it is cancelled', async () => {
  const run = randomRun({ filters: 2, blocks: 0, size: 8 });
  const cancelled = checkCausality(run, { signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
});
