/** Measures memory over many small steps of training, which must not increase it. */
import * as tf from '@tensorflow/tfjs-node';
import { createNetwork } from '../nets/networks';
import { flattenWeights } from '../nets/parameters';
import { untrained } from '../run/checkpoint';
import { Learner } from '../training/learner';
import type { Figures } from './measure';
import { freshRun, presetSettings, randomPictures } from './random-pictures';

const steps = 10_000;

export function benchMemory(): Record<string, Figures> {
  const settings = { ...presetSettings('tiny'), size: 8, filters: 8, blocks: 1, batchSize: 4 };
  const { record, weights } = freshRun(settings);
  const network = createNetwork(record);
  const start = untrained(flattenWeights(network.parameters, weights), settings);
  const pictures = randomPictures(settings, settings.batchSize);
  const learner = new Learner(network, pictures, start, settings, { mode: 'graph', microBatch: 4 });
  const indices = Uint32Array.from({ length: settings.batchSize }, (_, i) => i);
  const measure = () => ({ mb: process.memoryUsage.rss() / 2 ** 20, tensors: tf.memory().numTensors });
  for (let step = 1; step <= 1000; step++) learner.step(indices, step);
  const [before, begin] = [measure(), performance.now()];
  for (let step = 1001; step <= 1000 + steps; step++) learner.step(indices, step);
  const [after, milliseconds] = [measure(), performance.now() - begin];
  learner.dispose();
  return {
    [`${steps} steps`]: {
      before_mb: before.mb,
      after_mb: after.mb,
      more_tensors: after.tensors - before.tensors,
      step_ms: milliseconds / steps,
    },
  };
}
