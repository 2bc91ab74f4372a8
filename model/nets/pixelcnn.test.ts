import * as tf from '@tensorflow/tfjs-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../settings';
import { closeTo } from '../testing/assertions';
import {
  countForbidden,
  movesByOne,
  randomPicture,
  randomWeights,
  slopes,
  totalProbability,
  type Canvas,
  type Subject,
} from '../testing/network-proofs';
import { countLive } from './parameters';
import { pixelcnn, type CategoricalNetwork } from './pixelcnn';
import { receptiveField } from './receptive-field';

let tensorsBefore = 0;
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

const tiny: Settings = { ...defaultSettings, levels: 4, filters: 6, blocks: 2, firstKernel: 5, kernel: 3 };

/** A tiny network with random weights, dead ones included, so that only the masks keep causality. */
function withSubject<T>(
  changes: Partial<Settings>,
  use: (subject: Subject & { network: CategoricalNetwork }) => T,
): T {
  const network = pixelcnn({ ...tiny, ...changes });
  const weights = randomWeights(network, 3);
  try {
    return use({ network, weights });
  } finally {
    tf.dispose([...weights.values()]);
  }
}

const canvas = (side: number, levels = tiny.levels): Canvas => ({
  height: side,
  width: side,
  channels: 1,
  levels,
});

test.each([
  { firstKernel: 7, kernel: 3, blocks: 1, side: 8 },
  { firstKernel: 3, kernel: 5, blocks: 2, side: 6 },
  { firstKernel: 5, kernel: 3, blocks: 0, side: 5 },
  { firstKernel: 3, kernel: 3, blocks: 3, side: 7 },
])('no distribution depends on its own pixel or a later one: %o', ({ side, ...changes }) => {
  withSubject(changes, (subject) => expect(countForbidden(subject, canvas(side))).toBe(0));
});

test('each pixel of the receptive field has a say, and no other', () => {
  const side = 9;
  // Wide enough that no path is cut by a ReLU that happens to be off.
  const shape = { filters: 32, firstKernel: 3, kernel: 3, blocks: 2 };
  const { reach, lastColumns } = receptiveField(shape);
  const [row, column] = [5, 4];
  withSubject(shape, (subject) => {
    const moves = movesByOne(subject, canvas(side));
    for (let source = 0; source < side * side; source++) {
      const up = row - Math.floor(source / side);
      const right = (source % side) - column;
      const isSeen = up >= 0 && up <= reach && right >= -reach && right <= (lastColumns[up] as number);
      expect(moves(source, row * side + column) > 0, `from ${up} up, ${right} right`).toBe(isSeen);
    }
  });
});

test('the probabilities of all binary pictures of 3 x 3 sum to 1', () => {
  withSubject({ levels: 2 }, (subject) => expect(totalProbability(subject, canvas(3, 2))).toBeCloseTo(1, 4));
});

test.each([2, 4, 256])('with a last layer of zeros every pixel costs log2(%i) bits', (levels) => {
  withSubject({ levels }, ({ network, weights }) => {
    const zeroed = new Map(weights);
    for (const name of ['out.kernel', 'out.bias'])
      zeroed.set(name, tf.zerosLike(weights.get(name) as tf.Tensor));
    const pixels = tf.tensor4d(randomPicture(canvas(8, levels), 1), [1, 8, 8, 1], 'int32');
    const nats = tf.tidy(() => network.likelihood.nats(network.outputs(zeroed, pixels), pixels).dataSync());
    closeTo(
      Float64Array.from(nats, (value) => value / Math.LN2),
      new Float64Array(64).fill(Math.log2(levels)),
      1e-5,
    );
    tf.dispose([pixels, zeroed.get('out.kernel') as tf.Tensor, zeroed.get('out.bias') as tf.Tensor]);
  });
});

test('the gradient is the slope of the loss along a random direction', () => {
  withSubject({}, (subject) => {
    const { gradient, difference } = slopes(subject, canvas(6));
    expect(Math.abs(gradient / difference - 1)).toBeLessThan(0.01);
  });
});

test('pictures of any height and width go through', () => {
  withSubject({}, ({ network, weights }) => {
    const pixels = tf.zeros<tf.Rank.R4>([2, 5, 11, 1], 'int32');
    const logits = network.logits(weights, pixels);
    expect(logits.shape).toEqual([2, 5, 11, 1, 4]);
    tf.dispose([pixels, logits]);
  });
});

test('the notebook has the weights that live, and no others', () => {
  const { parameters } = pixelcnn({ ...defaultSettings, filters: 128, blocks: 5, levels: 4 });
  const first = 24 * 128 + 128;
  const block = 128 * 64 + 64 + (5 * 64 * 64 + 64) + 64 * 128 + 128;
  const head = 2 * (128 * 128 + 128) + 128 * 4 + 4;
  expect(countLive(parameters)).toBe(first + 5 * block + head);
});
