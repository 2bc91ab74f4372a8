import * as tf from '@tensorflow/tfjs-node';
import { expect, test, vi } from 'vitest';
import { createNetwork, weightTensors } from '../networks';
import type { Settings } from '../../settings';
import { givenPictures, walk, type GivenPictures } from '../../testing/incremental-proofs';
import { randomRun } from '../../testing/random-run';
import { comparePicks, conditionals } from '../../testing/sampler-proofs';
import { drawShare, shareDrawing } from '../../sampling/cached-sampler';
import type { TrainedRun } from '../../sampling/drawing';
import { bytesPerPicture, createIncrementalNetwork } from '../incremental-networks';
import { KernelMemory } from '../../kernel/kernel-memory';
import { drawPictures } from '../../sampling/sample';

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

test.each(nets)("drawn pictures are TensorFlow's picks, and the same in any batch: %o", async (changes) => {
  const run = plusPlus(changes);
  const dice = { firstImage: 3, seed: 11, temperature: 1 };
  const drawing = { ...dice, count: 6, height: 7, width: 6 };
  const { pictures } = await drawPictures(run, { ...drawing, start: 'blank' }, { threads: 0 });
  const classOf = (picture: number) => (dice.firstImage + picture) % 3;
  const { wrong, ties } = comparePicks(conditionals(run, pictures, classOf), pictures, dice);
  expect(wrong).toBe(0);
  expect(ties).toBeLessThanOrEqual(2);
  expect(new Set(pictures.pixels).size).toBeGreaterThan(1);
  for (const batch of [1, 2, 5]) {
    const shared = shareDrawing(run.record, run.weights, drawing, batch);
    for (const share = drawShare(shared); !share.next().done;);
    expect(new Uint8Array(shared.pixels)).toEqual(pictures.pixels);
  }
});

const small = { colour: 'rgb', filters: 7, blocks: 1, levels: 16, classes: 'folders' } as const;

test('new pictures know nothing of those before, and the last may be left out', () => {
  const run = plusPlus(small);
  const canvas = { count: 5, height: 6, width: 5 };
  const network = createIncrementalNetwork(run.record, run.weights, canvas);
  const [first, second] = [givenPictures(run, canvas, 1), givenPictures(run, canvas, 2)];
  const expected = walk(network, first);
  expect(walk(network, second)).not.toEqual(expected);
  const few = { ...first, count: 3, classes: first.classes?.slice(0, 3) };
  expect(walk(network, few)).toEqual(expected.map((said) => said.slice(0, 3)));
});

test('pictures may be at different places', () => {
  const run = plusPlus(small);
  const canvas = { count: 2, height: 6, width: 5 };
  const pictures = givenPictures(run, canvas);
  const network = createIncrementalNetwork(run.record, run.weights, canvas);
  const expected = walk(network, pictures);
  network.begin(pictures.classes);
  // The second picture is a row and two pixels behind.
  for (let step = 0; step < 30; step++) {
    const places = step < 7 ? [step] : [step, step - 7];
    const pixels = places.map((place, picture) => 30 * picture + place);
    const said = network.outputsAt(Uint32Array.from(pixels), 0);
    expect(said).toEqual(places.map((place, picture) => expected[3 * place]?.[picture]));
    for (const pixel of pixels) {
      for (const channel of [0, 1, 2]) {
        network.put(pixel, channel, pictures.pixels[3 * pixel + channel] as number);
      }
    }
  }
});

test.each([
  { filters: 8, blocks: 1, height: 9, width: 30 },
  { filters: 12, blocks: 3, height: 40, width: 21 },
])('what one picture keeps is told, but for its offsets: %o', ({ height, width, ...shape }) => {
  const run = plusPlus({ ...small, ...shape });
  const reserve = vi.spyOn(KernelMemory.prototype, 'reserve');
  const bytesFor = (count: number) => {
    reserve.mockClear();
    createIncrementalNetwork(run.record, run.weights, { count, height, width });
    return reserve.mock.calls.reduce((sum, [bytes]) => sum + bytes, 0);
  };
  const more = bytesFor(3) - bytesFor(2);
  const told = bytesPerPicture(run.record, { height, width });
  reserve.mockRestore();
  expect(more).toBeGreaterThanOrEqual(told);
  expect(more).toBeLessThan(1.02 * told);
});
