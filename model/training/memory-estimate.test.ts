import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { toErrorData } from '../errors';
import { defaultSettings, type Settings } from '../settings';
import { createNetwork } from '../nets/network';
import { untrained } from './checkpoint';
import { Learner } from './learner';
import { fittingMicroBatch, preferredMicroBatch, trainingBytes } from './memory-estimate';

const large: Settings = { ...defaultSettings, size: 32, filters: 128, blocks: 8, batchSize: 16 };

test('the estimate is within a factor of two of what a step takes', () => {
  const { size, levels, batchSize } = large;
  const network = createNetwork(large);
  const blank = tf.zeros<tf.Rank.R4>([1, size, size, 1], 'int32');
  const start = untrained(network.initialWeights(1, blank));
  blank.dispose();
  const pixels = Uint8Array.from({ length: batchSize * size * size }, (_, i) => i % levels);
  const microBatch = preferredMicroBatch(large);
  const before = process.memoryUsage().rss;

  const learner = new Learner(network, { pixels, height: size, width: size, channels: 1 }, start, {
    mode: 'graph',
    microBatch,
  });
  const places = Uint32Array.from({ length: batchSize }, (_, i) => i);
  for (let step = 1; step <= 2; step++) learner.step(places, 1e-3, step);
  learner.dispose();

  const measured = process.resourceUsage().maxRSS * 1024 - before;
  const estimate = trainingBytes(large, microBatch);
  expect(measured / estimate).toBeGreaterThan(0.5);
  expect(measured / estimate).toBeLessThan(2);
});

test('micro-batches fit the cache and give every core some', () => {
  const notebook = { ...defaultSettings, size: 16, filters: 128, batchSize: 128 };
  expect(preferredMicroBatch(notebook, 2)).toBe(16);
  expect(preferredMicroBatch({ ...notebook, size: 64 }, 2)).toBe(1);
  expect(preferredMicroBatch({ ...notebook, filters: 16, batchSize: 32 }, 4)).toBe(8);
  expect(preferredMicroBatch({ ...notebook, batchSize: 1 }, 4)).toBe(1);
});

test('less memory makes the micro-batch smaller, then the batch', () => {
  const settings = { ...defaultSettings, size: 32, filters: 128, batchSize: 64 };
  const preferred = preferredMicroBatch(settings);
  expect(fittingMicroBatch(settings, 1e12)).toBe(preferred);
  expect(fittingMicroBatch(settings, trainingBytes(settings, 2) + 1)).toBe(2);
});

test('what does not fit at all is answered with the batch that does', () => {
  const settings = { ...defaultSettings, size: 64, filters: 512, blocks: 30, batchSize: 1024 };
  const refusal = (availableBytes: number) => {
    try {
      fittingMicroBatch(settings, availableBytes);
    } catch (thrown) {
      return toErrorData(thrown);
    }
    return undefined;
  };
  const fits = trainingBytes({ ...settings, batchSize: 4 }, 1);
  expect(refusal(fits)).toMatchObject({
    code: 'out-of-memory',
    facts: { availableBytes: fits, batchThatFits: 4 },
  });
  expect(fittingMicroBatch({ ...settings, batchSize: 4 }, fits)).toBe(1);
  expect(refusal(1e8)).toMatchObject({ code: 'out-of-memory', facts: { batchThatFits: 0 } });
});
