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
import type { GatedShape } from './gated-layers';
import { createGatedPixelCnn } from './gated-pixelcnn';
import { nameWeights } from './parameters';

let tensorsBefore = 0;
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

/** A tiny network with random weights; 7 filters and 5 in the head, so that colours do not divide them evenly. */
function withSubject<T>(
  { channels, levels }: Canvas,
  changes: Partial<GatedShape>,
  use: (subject: Subject) => T,
): T {
  const shape: GatedShape = {
    channels,
    levels,
    classes: 0,
    inputScaling: '-1..1',
    filters: 7,
    layers: 3,
    firstKernel: 5,
    kernel: 3,
    headFilters: 5,
    ...changes,
  };
  const network = createGatedPixelCnn(shape);
  const weights = randomWeights(network, 3);
  const options = (pictures: number): ForwardOptions =>
    shape.classes ? { labels: tf.fill([pictures], shape.classes - 1, 'int32') } : {};
  try {
    return use({ network, weights, options });
  } finally {
    tf.dispose([...weights.values()]);
  }
}

test.each([
  { channels: 1, classes: 0, kernel: 3 },
  { channels: 3, classes: 0, kernel: 3 },
  { channels: 3, classes: 2, kernel: 5 },
])('no distribution depends on what comes later: %o', ({ channels, classes, kernel }) => {
  const canvas = { height: 5, width: 5, channels, levels: 4 };
  withSubject(canvas, { classes, kernel }, (subject) => {
    expect(countForbidden(subject, canvas)).toBe(0);
  });
});

test('the measurement finds colours that are seen in the wrong order', () => {
  const canvas = { height: 2, width: 2, channels: 3, levels: 3 };
  withSubject(canvas, {}, ({ network, weights }) => {
    const turned = {
      ...network,
      outputs: (w: ReadonlyMap<string, tf.Tensor>, levels: tf.Tensor4D) =>
        network.outputs(w, tf.reverse(levels, 3)),
    };
    expect(countForbidden({ network: turned, weights }, canvas)).toBeGreaterThan(0);
  });
});

test.each([
  { channels: 1, layers: 1 },
  { channels: 1, layers: 3 },
  { channels: 3, layers: 2 },
])('there is no blind spot: %o', ({ channels, layers }) => {
  // Kernels of 5, then 3: two pixels far, and one more with every further layer.
  const reach = 1 + layers;
  const side = reach + 3;
  const canvas = { height: side, width: side, channels, levels: 4 };
  const placeOf = (variable: number) => {
    const pixel = Math.floor(variable / channels);
    return { row: Math.floor(pixel / side), column: pixel % side };
  };
  // Wide enough that no colour's way is closed by ReLUs that happen to be 0.
  withSubject(canvas, { layers, filters: 30, headFilters: 60 }, (subject) => {
    const moves = movesByOne(subject, canvas);
    for (let target = 0; target < variablesOf(canvas); target++) {
      for (let source = 0; source < variablesOf(canvas); source++) {
        const [here, there] = [placeOf(target), placeOf(source)];
        const isNear = Math.abs(here.column - there.column) <= reach && here.row - there.row <= reach;
        const isSeen = moves(source, target) > 0;
        expect({ here, there, isSeen }).toEqual({ here, there, isSeen: source < target && isNear });
      }
    }
  });
});

test.each([
  { height: 3, width: 3, channels: 1, levels: 2 },
  { height: 1, width: 2, channels: 3, levels: 2 },
  { height: 2, width: 1, channels: 1, levels: 7 },
])('the probabilities of all pictures sum to 1: %o', (canvas) => {
  withSubject(canvas, { classes: 2 }, (subject) => {
    expect(totalProbability(subject, canvas)).toBeCloseTo(1, 5);
  });
});

test.each([
  { channels: 1, classes: 0 },
  { channels: 3, classes: 2 },
])('the gradient is the slope of the cost: %o', ({ channels, classes }) => {
  const canvas = { height: 5, width: 6, channels, levels: 8 };
  withSubject(canvas, { classes, headFilters: 9 }, (subject) => {
    const { gradient, difference } = slopes(subject, canvas);
    expect(Math.abs(gradient / difference - 1)).toBeLessThan(0.01);
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

test('every parameter matters, and no masked weight does', () => {
  const canvas = { height: 6, width: 6, channels: 3, levels: 4 };
  withSubject(canvas, { classes: 1, filters: 14, headFilters: 30 }, ({ network, weights }) => {
    tf.tidy(() => {
      const levels = tf.tensor4d(randomPicture(canvas, 1), [1, 6, 6, 3], 'int32');
      const labels = tf.tensor1d([0], 'int32');
      const cost = (...values: tf.Tensor[]) => {
        const named = new Map(network.parameters.map(({ name }, i) => [name, values[i] as tf.Tensor]));
        return tf.sum(
          network.likelihood.nats(network.outputs(named, levels, { labels }), levels),
        ) as tf.Scalar;
      };
      const gradients = tf.grads(cost)(network.parameters.map(({ name }) => weights.get(name) as tf.Tensor));
      network.parameters.forEach(({ name, mask }, i) => {
        const slopesOf = gradients[i]?.dataSync() as Float32Array;
        const dead = slopesOf.filter((slope, k) => mask?.[k] === 0 && slope !== 0).length;
        const moved = slopesOf.filter((slope) => slope !== 0).length;
        expect({ name, dead }).toEqual({ name, dead: 0 });
        // In the head many ReLUs are 0 at every pixel of so small a picture.
        expect(moved / slopesOf.length, name).toBeGreaterThan(name.startsWith('head') ? 0.05 : 0.3);
      });
    });
  });
});

test('initial weights: kernels of variance 1 / fanIn, dead weights and biases 0, the same for the same seed', () => {
  const canvas = { height: 1, width: 1, channels: 3, levels: 4 };
  withSubject(canvas, { classes: 2, filters: 30 }, ({ network }) => {
    const levels = tf.zeros([1, 1, 1, 3], 'int32') as tf.Tensor4D;
    const flat = network.initialWeights(5, levels);
    expect(network.initialWeights(5, levels)).toEqual(flat);
    expect(network.initialWeights(6, levels)).not.toEqual(flat);
    levels.dispose();
    const named = nameWeights(network.parameters, flat);
    for (const { name, mask, fanIn } of network.parameters) {
      const values = named.get(name) as Float32Array;
      if (name.endsWith('.bias')) expect(values.every((value) => value === 0)).toBe(true);
      const live = values.filter((_, i) => mask?.[i] !== 0);
      expect(values.filter((value) => value !== 0).length).toBeLessThanOrEqual(live.length);
      if (!name.endsWith('.kernel') || live.length < 900) continue;
      const variance = live.reduce((sum, value) => sum + value ** 2, 0) / live.length;
      expect(variance * fanIn).toBeGreaterThan(0.85);
      expect(variance * fanIn).toBeLessThan(1.15);
    }
  });
});
