import os from 'node:os';
import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { createNetwork } from '../nets/networks';
import type { Settings } from '../settings';
import { leavingNoTensor } from '../testing/assertions';
import { described } from '../testing/random-run';
import { untrained } from '../run/checkpoint';
import { batchOf, Learner, type LearnedPictures } from './learner';
import { cores } from '../machine/workers';

const pictures: LearnedPictures = {
  pixels: Uint8Array.from({ length: 6 * 4 * 5 * 3 }, (_, i) => (i * i + (i >> 3)) % 4),
  height: 4,
  width: 5,
  channels: 3,
  labels: Uint32Array.of(2, 0, 1, 1, 0, 2),
};
const indices = Uint32Array.of(4, 0, 5, 1);

const learnerOf = (
  changes: Partial<Settings> = {},
  own = pictures,
  microBatch = 2,
  workers = cores(),
  mode: 'eager' | 'graph' = 'eager',
) => {
  const description = described({
    architecture: 'plus-plus',
    filters: 3,
    blocks: 1,
    mixtures: 2,
    levels: 4,
    colour: 'rgb',
    classes: 'folders',
    dropout: 0,
    batchSize: 4,
    ...changes,
  });
  const network = createNetwork(description);
  const [levels, labels] = batchOf(pictures, indices);
  const start = untrained(network.initialWeights(3, levels, labels), description.settings);
  tf.dispose([levels, labels]);
  return new Learner(network, own, start, description.settings, { mode, microBatch }, workers);
};

const lossesOf = (learner: Learner, steps: readonly number[], at = indices) => {
  const losses = steps.map((step) => learner.step(at, step));
  learner.dispose();
  return losses;
};

test('a batch holds the pictures and classes at the given indices, some of them mirrored', () =>
  leavingNoTensor(() => {
    const [levels, labels] = batchOf(pictures, indices, [true, false, false, true]);
    expect([...labels.dataSync()]).toEqual([0, 2, 2, 0]);
    const found = levels.arraySync();
    const expected = (index: number, row: number, column: number) => {
      const at = ((index * 4 + row) * 5 + column) * 3;
      return [...pictures.pixels.subarray(at, at + 3)];
    };
    for (let row = 0; row < 4; row++) {
      for (let column = 0; column < 5; column++) {
        expect(found[0]?.[row]?.[column]).toEqual(expected(4, row, 4 - column));
        expect(found[1]?.[row]?.[column]).toEqual(expected(0, row, column));
        expect(found[3]?.[row]?.[column]).toEqual(expected(1, row, 4 - column));
      }
    }
    tf.dispose([levels, labels]);
  }));

test('flips mirror different pictures at each step, and the same ones at the same step', () =>
  leavingNoTensor(() => {
    const one = Uint32Array.of(0);
    const steps = [1, 2, 3, 4, 5, 6, 7, 8];
    // With a rate of 0 each loss is that of the picture as it was shown.
    const still: Partial<Settings> = { architecture: 'plain', filters: 6, learningRate: 0, batchSize: 1 };
    const [plain] = lossesOf(learnerOf(still), [1], one);
    const flipping = (seed: number) =>
      lossesOf(learnerOf({ ...still, flips: 'horizontal', seed }), steps, one);
    const losses = flipping(1);
    expect(new Set(losses).size).toBe(2);
    expect(losses).toContain(plain);
    expect(flipping(1)).toEqual(losses);
    expect(flipping(2)).not.toEqual(losses);

    // Mirroring twice gives the original.
    const mirrored = { ...pictures, pixels: Uint8Array.from(pictures.pixels) };
    const [levels, labels] = batchOf(pictures, one, [true]);
    mirrored.pixels.set(levels.dataSync());
    tf.dispose([levels, labels]);
    const other = lossesOf(learnerOf({ ...still, flips: 'horizontal' }, mirrored), steps, one);
    losses.forEach((loss, i) => expect(other[i] === loss).toBe(false));
    expect(new Set([...losses, ...other]).size).toBe(2);
  }));

test('dropout is determined by seed and step, and does not affect an evaluation', () =>
  leavingNoTensor(() => {
    const dropping: Partial<Settings> = { learningRate: 0, dropout: 0.5 };
    const [one, two, again] = lossesOf(learnerOf(dropping), [1, 2, 1]);
    expect(two).not.toBe(one);
    expect(again).toBe(one);
    expect(lossesOf(learnerOf({ ...dropping, seed: 2 }), [1])).not.toEqual([one]);
    const [learner, plain] = [learnerOf(dropping), learnerOf()];
    expect(learner.evaluate(indices)).toBe(plain.evaluate(indices));
    learner.dispose();
    plain.dispose();
  }));

test('the other architectures ignore dropout in the settings', () =>
  leavingNoTensor(() => {
    const plain = (dropout: number) =>
      lossesOf(learnerOf({ architecture: 'plain', filters: 6, dropout }), [1, 2]);
    expect(plain(0.5)).toEqual(plain(0));
  }));

test('a step in several calls equals a step in one, and changes nothing when it is ended early', () =>
  leavingNoTensor(() => {
    const count = 2 * os.cpus().length + 1;
    const many = Uint32Array.from({ length: count }, (_, i) => i % 6);
    const changes: Partial<Settings> = { batchSize: count, dropout: 0.5, flips: 'horizontal' };
    const whole = learnerOf(changes, pictures, 1);
    const byCalls = learnerOf(changes, pictures, 1, { ...cores(), operationsPerCall: 1 });
    const calls = byCalls.stepByCalls(many, 1);
    expect([calls.next().done, calls.next().done]).toEqual([false, false]);
    calls.return(0);
    for (const step of [1, 2]) expect(byCalls.step(many, step)).toBe(whole.step(many, step));
    expect(byCalls.read()).toEqual(whole.read());
    expect(byCalls.evaluate(many)).toBeCloseTo(whole.evaluate(many), 3);
    byCalls.dispose();
    whole.dispose();
  }));

test('a learner yields after its graph is built, before it changes anything', () =>
  leavingNoTensor(() => {
    const small: Partial<Settings> = { architecture: 'plain', filters: 6 };
    const learner = learnerOf(small, pictures, 4, cores(), 'graph');
    const before = learner.read();
    const calls = learner.stepByCalls(indices, 1);
    expect(calls.next().done).toBe(false);
    calls.return(0);
    expect(learner.read()).toEqual(before);
    // The graph is kept, so the second step does not yield.
    expect(learner.stepByCalls(indices, 1).next().done).toBe(true);
    expect(learner.read()).not.toEqual(before);
    learner.dispose();
  }));

test('the averaged weights are used to evaluate and are returned', () =>
  leavingNoTensor(() => {
    const [averaging, plain] = [learnerOf({ averageDecay: 0.9 }), learnerOf()];
    const before = averaging.evaluate(indices);
    for (let step = 1; step <= 3; step++) {
      averaging.step(indices, step);
      plain.step(indices, step);
    }
    const { weights, average } = averaging.read();
    expect(weights).toEqual(plain.weights());
    expect(average).toEqual(averaging.weights());
    expect(average).not.toEqual(weights);
    const [found, own] = [averaging.evaluate(indices), plain.evaluate(indices)];
    expect(new Set([before, found, own]).size).toBe(3);
    averaging.dispose();
    plain.dispose();
  }));
