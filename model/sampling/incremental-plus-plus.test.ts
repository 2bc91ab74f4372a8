import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { createNetwork, weightTensors } from '../nets/network';
import type { Settings } from '../settings';
import { givenPictures, walk, type GivenPictures } from '../testing/incremental-proofs';
import { randomRun } from '../testing/random-run';
import type { TrainedRun } from './drawing';
import { createIncrementalNetwork } from './incremental-network';

/** Filters that fill the kernel's lanes and that do not; every colour mode, with and without classes. */
const nets: Partial<Settings>[] = [
  { colour: 'grey', filters: 6, blocks: 1, levels: 5, mixtures: 3 },
  { colour: 'grey', filters: 8, blocks: 2, levels: 256, classes: 'folders' },
  { colour: 'rgb', filters: 16, blocks: 2, levels: 256 },
  { colour: 'rgb', filters: 5, blocks: 1, levels: 4, classes: 'folders' },
  { colour: 'palette', filters: 4, blocks: 2, levels: 11 },
  { colour: 'palette', filters: 9, blocks: 1, levels: 32, classes: 'folders' },
];

const plusPlus = (changes: Partial<Settings>) => randomRun({ architecture: 'plus-plus', ...changes });

/** TensorFlow's numbers for every pixel, from one forward pass. */
function fullPass({ record, weights }: TrainedRun, pictures: GivenPictures): Float32Array {
  const { count, height, width, channels, pixels, classes } = pictures;
  const network = createNetwork(record);
  return tf.tidy(() => {
    const given = tf.tensor4d(Int32Array.from(pixels), [count, height, width, channels], 'int32');
    const options = classes ? { labels: tf.tensor1d([...classes], 'int32') } : {};
    return network.outputs(weightTensors(network, weights), given, options).dataSync<'float32'>();
  });
}

test.each(nets)("TensorFlow's numbers at every pixel, whatever the size leaves over: %o", (changes) => {
  const run = plusPlus(changes);
  for (const [height, width] of [
    [9, 8],
    [6, 9],
    [4, 10],
    [7, 11],
    [1, 3],
    [2, 1],
  ] as const) {
    const pictures = givenPictures(run, { count: 3, height, width });
    const network = createIncrementalNetwork(run.record, run.weights, pictures);
    const expected = fullPass(run, pictures);
    const outputs = expected.length / (3 * height * width);
    let [furthest, largest] = [0, 0];
    walk(network, pictures).forEach((said, value) => {
      const place = Math.floor(value / pictures.channels);
      said.forEach((numbers, picture) => {
        expect(numbers.length).toBe(outputs);
        numbers.forEach((number, i) => {
          const wanted = expected[(picture * height * width + place) * outputs + i] as number;
          furthest = Math.max(furthest, Math.abs(number - wanted) / Math.max(1, Math.abs(wanted)));
          largest = Math.max(largest, Math.abs(wanted));
        });
      });
    });
    expect(largest).toBeGreaterThan(0.1);
    expect(furthest).toBeLessThan(1e-4);
  }
});
