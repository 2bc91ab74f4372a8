import * as tf from '@tensorflow/tfjs-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  countForbidden,
  movesByOne,
  randomPicture,
  randomWeights,
  slopes,
  totalProbability,
  variablesOf,
  type Canvas,
  type Subject,
} from '../testing/network-proofs';
import type { ForwardOptions } from './architecture';
import { nameWeights } from './parameters';
import { createPixelCnnPlusPlus } from './pixelcnn-plus-plus';

let tensorsBefore = 0;
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

const tiny = { filters: 4, blocks: 1, mixtures: 2 };

/** A tiny network, random weights, classes and fixed dropout masks if asked for. */
function withSubject<T>(
  canvas: Canvas,
  { classes = 0, training = false, blocks = 1 },
  use: (subject: Subject) => T,
): T {
  const { channels, levels } = canvas;
  const network = createPixelCnnPlusPlus({ ...tiny, channels, levels, classes, blocks });
  const weights = randomWeights(network, 11);
  const options = (pictures: number): ForwardOptions => ({
    ...(classes && { labels: tf.fill([pictures], classes - 1, 'int32') }),
    ...(training && { dropout: { rate: 0.5, seed: tf.tensor1d([5, 6], 'int32') } }),
  });
  try {
    return use({ network, weights, options, training });
  } finally {
    tf.dispose([...weights.values()]);
  }
}

// A canvas above 4 in both directions and no multiple of it: every phase of both strides, and the padded edges.
test.each([
  { channels: 1, training: false, classes: 0 },
  { channels: 1, training: true, classes: 0 },
  { channels: 3, training: false, classes: 0 },
  { channels: 3, training: true, classes: 3 },
])('no distribution depends on what comes later: %o', ({ channels, training, classes }) => {
  const canvas = { height: 6, width: 5, channels, levels: 5 };
  withSubject(canvas, { training, classes }, (subject) => {
    expect(countForbidden(subject, canvas)).toBe(0);
  });
});

test('the measurement finds a leak where there is one', () => {
  const canvas = { height: 4, width: 4, channels: 1, levels: 3 };
  withSubject(canvas, {}, ({ network, weights }) => {
    const mirrored = {
      ...network,
      outputs: (w: ReadonlyMap<string, tf.Tensor>, levels: tf.Tensor4D) =>
        network.outputs(w, tf.reverse(levels, 2)),
    };
    expect(countForbidden({ network: mirrored, weights }, canvas)).toBeGreaterThan(0);
  });
});

test.each([1, 3])('every earlier pixel and channel is seen: %i channels', (channels) => {
  const canvas = { height: 5, width: 5, channels, levels: 4 };
  withSubject(canvas, { blocks: 2 }, (subject) => {
    const moves = movesByOne(subject, canvas);
    for (let target = 1; target < variablesOf(canvas); target++) {
      for (let source = 0; source < target; source++) expect(moves(source, target)).toBeGreaterThan(0);
    }
  });
});

test.each([
  { height: 2, width: 2, channels: 1, levels: 2 },
  { height: 1, width: 2, channels: 3, levels: 2 },
  { height: 2, width: 1, channels: 1, levels: 7 },
])('the probabilities of all pictures sum to 1: %o', (canvas) => {
  withSubject(canvas, { classes: 2 }, (subject) => {
    expect(totalProbability(subject, canvas)).toBeCloseTo(1, 5);
  });
});

test.each([
  { channels: 1, training: false, classes: 0 },
  { channels: 3, training: true, classes: 2 },
])('the gradient is the slope of the cost: %o', ({ channels, training, classes }) => {
  const canvas = { height: 5, width: 6, channels, levels: 8 };
  withSubject(canvas, { training, classes }, (subject) => {
    const { gradient, difference } = slopes(subject, canvas);
    expect(Math.abs(gradient / difference - 1)).toBeLessThan(0.01);
  });
});

test('dropped values change the outcome, the same way for the same seed only', () => {
  const canvas = { height: 4, width: 4, channels: 1, levels: 4 };
  withSubject(canvas, {}, ({ network, weights }) => {
    const outputs = (seed?: [number, number]) =>
      tf.tidy(() => {
        const levels = tf.tensor4d(randomPicture(canvas, 1), [1, 4, 4, 1], 'int32');
        const dropout = seed && { rate: 0.5, seed: tf.tensor1d(seed, 'int32') };
        return network.outputs(weights, levels, dropout && { dropout }).dataSync<'float32'>();
      });
    expect(outputs([1, 2])).toEqual(outputs([1, 2]));
    expect(outputs([1, 2])).not.toEqual(outputs([1, 3]));
    expect(outputs([1, 2])).not.toEqual(outputs());
  });
});

test('classes change the outcome and must be named', () => {
  const canvas = { height: 4, width: 4, channels: 1, levels: 4 };
  withSubject(canvas, { classes: 3 }, ({ network, weights }) => {
    const outputs = (label: number) =>
      tf.tidy(() => {
        const levels = tf.tensor4d(randomPicture(canvas, 1), [1, 4, 4, 1], 'int32');
        return network.outputs(weights, levels, { labels: tf.tensor1d([label], 'int32') }).dataSync();
      });
    expect(outputs(0)).not.toEqual(outputs(2));
    const levels = tf.zeros([1, 4, 4, 1], 'int32') as tf.Tensor4D;
    expect(() => network.outputs(weights, levels)).toThrow(RangeError);
    levels.dispose();
  });
});

test('initial weights give every layer mean 0 and known spread on the first batch', () => {
  const canvas = { height: 8, width: 8, channels: 3, levels: 16 };
  const network = createPixelCnnPlusPlus({ ...tiny, ...canvas, classes: 2 });
  const pictures = Array.from({ length: 6 }, (_, seed) => randomPicture(canvas, seed));
  const levels = tf.tensor4d(pictures.flat(), [6, 8, 8, 3], 'int32');
  const labels = tf.tensor1d([0, 1, 0, 1, 0, 1], 'int32');
  const flat = network.initialWeights(4, levels, labels);
  expect(flat.every((value) => Number.isFinite(value))).toBe(true);
  expect(network.initialWeights(4, levels, labels)).toEqual(flat);
  expect(network.initialWeights(5, levels, labels)).not.toEqual(flat);
  const named = nameWeights(network.parameters, flat);
  tf.tidy(() => {
    const weights = new Map(
      network.parameters.map(({ name, shape }) => [
        name,
        tf.tensor(named.get(name) as Float32Array, [...shape]),
      ]),
    );
    const { mean, variance } = tf.moments(network.outputs(weights, levels, { labels }), [0, 1, 2]);
    mean.dataSync().forEach((value) => expect(value).toBeCloseTo(0, 3));
    variance.dataSync().forEach((value) => expect(value).toBeCloseTo(1, 2));
  });
  tf.dispose([levels, labels]);
});

test('the paper is counted right: 3 channels, 160 filters, 5 blocks, 10 mixtures', () => {
  const { parameters } = createPixelCnnPlusPlus({
    channels: 3,
    levels: 256,
    classes: 0,
    filters: 160,
    blocks: 5,
    mixtures: 10,
  });
  const names = new Set(parameters.map(({ name }) => name));
  expect(names.size).toBe(parameters.length);
  // 6 sequences of 5 blocks, figure 2, and in the code one more block at each size on the way out but the first.
  expect([...names].filter((name) => name.endsWith('.first.direction'))).toHaveLength(2 * (6 * 5 + 2));
});
