import * as tf from '@tensorflow/tfjs-node';
import { createNetwork } from '../nets/networks';
import type { Settings } from '../settings';
import { untrained } from '../run/checkpoint';
import { batchOf, Learner } from '../training/learner';
import { preferredMicroBatch, trainingBytes } from '../training/memory-estimate';
import { described } from './random-run';

/**
 * The peak memory of the first two steps of training, as a share of the estimate. The peak is that of the whole
 * process, so each test file measures only once.
 */
export function measuredMemory(changes: Partial<Settings>): number {
  const description = described(changes);
  const { settings } = description;
  const { size, levels, batchSize } = settings;
  const network = createNetwork(description);
  const { channels } = network.form;
  const pictures = {
    pixels: Uint8Array.from({ length: batchSize * size * size * channels }, (_, i) => (i * i) % levels),
    height: size,
    width: size,
    channels,
    labels: new Uint32Array(batchSize),
  };
  const indices = Uint32Array.from({ length: batchSize }, (_, i) => i);
  const before = process.memoryUsage().rss;

  const batch = batchOf(pictures, indices);
  const start = untrained(network.initialWeights(1, ...batch), settings);
  tf.dispose(batch);
  const microBatch = preferredMicroBatch(settings);
  const learner = new Learner(network, pictures, start, settings, { mode: 'graph', microBatch });
  for (let step = 1; step <= 2; step++) learner.step(indices, step);
  learner.dispose();

  const measured = process.resourceUsage().maxRSS * 1024 - before;
  return measured / trainingBytes(description, microBatch);
}
