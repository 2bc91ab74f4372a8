import * as tf from '@tensorflow/tfjs-node';
import type { ImageSkipped, Loss, Preparing } from './events';
import { readDataset } from './images/dataset';
import { createNetwork, weightTensors } from './nets/network';
import type { Weights } from './nets/parameters';
import type { RunRecord } from './run-folder';
import { preferredMicroBatch } from './training/memory-estimate';

export interface Evaluation {
  /** Mean over the images. */
  loss: Loss;
  images: number;
}

/**
 * How well a run predicts every readable image of a folder: no split, duplicates kept. Its weights are run as they
 * are, by the plain forward pass.
 * @throws StudioError folder-unreachable, folder-without-images
 */
export async function evaluate(
  { record, weights }: { record: RunRecord; weights: Weights },
  folder: string,
  report: (event: Preparing | ImageSkipped) => void,
): Promise<Evaluation> {
  const { settings } = record;
  const { pixels, count, height, width, channels } = await readDataset(folder, settings, {
    keepDuplicates: true,
    onProgress: (done, total) => report({ type: 'preparing', what: 'reading images', done, total }),
    onSkip: ({ file, reason }) => report({ type: 'image-skipped', file, reason }),
  });
  const network = createNetwork(record);
  const tensors = weightTensors(network, weights);
  const dimensions = height * width * channels;
  const atOnce = preferredMicroBatch({ ...settings, batchSize: count });
  let sum = 0;
  try {
    for (let first = 0; first < count; first += atOnce) {
      report({ type: 'preparing', what: 'evaluating', done: first, total: count });
      const batch = pixels.subarray(first * dimensions, (first + atOnce) * dimensions);
      const nats = tf.tidy(() => {
        const levels = tf.tensor4d(batch, [batch.length / dimensions, height, width, channels], 'int32');
        return network.likelihood.nats(network.outputs(tensors, levels), levels).dataSync();
      });
      // Float64, however many pixels there are.
      for (const value of nats) sum += value;
    }
  } finally {
    tf.dispose([...tensors.values()]);
  }
  const nats = sum / (count * dimensions);
  return { loss: { nats, bits: nats / Math.LN2 }, images: count };
}
