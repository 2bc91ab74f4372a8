import * as tf from '@tensorflow/tfjs-node';
import { lossOf, type ImageSkipped, type ImagesNoted, type Loss, type Preparing } from './events';
import { labelsOf, readDataset } from './images/dataset';
import { createNetwork, weightTensors } from './nets/networks';
import { valuesOf } from './tensorflow/tensor-values';
import type { Network } from './nets/network';
import type { Weights } from './nets/parameters';
import type { RunRecord } from './run/run-folder';
import { batchOf, type LearnedPictures } from './training/learner';
import { preferredMicroBatch } from './training/memory-estimate';

export interface Evaluation {
  /** The mean over the images. */
  loss: Loss;
  images: number;
  /** Every image by its path below the folder, the most surprising first. */
  perImage: { file: string; loss: Loss }[];
  /** The means by class, for a network that knows classes. */
  perClass: { className: string; images: number; loss: Loss }[];
}

/**
 * Computes the losses of a run for every readable image of a folder, without a split, duplicates included. It uses the
 * plain forward pass; a network that knows classes gets the class of each image's folder.
 * @throws StudioError folder-unreachable, folder-without-images, class-unknown
 */
export async function evaluate(
  { record, weights }: { record: RunRecord; weights: Weights },
  folder: string,
  report: (event: Preparing | ImageSkipped | ImagesNoted) => void,
): Promise<Evaluation> {
  const { settings, palette, classNames } = record;
  const dataset = await readDataset(
    folder,
    { ...settings, reading: record.reading },
    {
      keepDuplicates: true,
      palette,
      onProgress: (done, total) => report({ type: 'preparing', what: 'reading images', done, total }),
      onSkip: (skipped) => report({ type: 'image-skipped', ...skipped }),
      onNotes: (noted) => report({ type: 'images-noted', ...noted }),
    },
  );
  const { count, height, width, channels, files } = dataset;
  const pictures = { ...dataset, labels: labelsOf(dataset, record) };
  const nats = natsOfEach(record, weights, pictures, count, report);
  const dimensions = height * width * channels;
  const meanOf = (indices: readonly number[]) =>
    lossOf(indices.reduce((sum, index) => sum + (nats[index] as number), 0) / (indices.length * dimensions));
  const all = Array.from(files.keys());
  const perImage = files.map(({ file }, index) => ({ file, loss: meanOf([index]) }));
  const perClass = classNames.flatMap((className, number) => {
    const indices = all.filter((index) => pictures.labels[index] === number);
    return indices.length ? [{ className, images: indices.length, loss: meanOf(indices) }] : [];
  });
  perImage.sort((a, b) => b.loss.nats - a.loss.nats);
  return { loss: meanOf(all), images: count, perImage, perClass };
}

/** Computes -log p of each picture in nats, summed over its pixels and channels in float64. */
function natsOfEach(
  record: RunRecord,
  weights: Weights,
  pictures: LearnedPictures,
  count: number,
  report: (event: Preparing) => void,
): Float64Array {
  const network = createNetwork(record);
  const tensors = weightTensors(network, weights);
  const atOnce = preferredMicroBatch({ ...record.settings, batchSize: count });
  const nats = new Float64Array(count);
  try {
    for (let first = 0; first < count; first += atOnce) {
      report({ type: 'preparing', what: 'evaluating', done: first, total: count });
      const indices = Uint32Array.from({ length: Math.min(atOnce, count - first) }, (_, n) => first + n);
      const values = natsOfValues(network, tensors, pictures, indices);
      const size = values.length / indices.length;
      for (let i = 0; i < values.length; i++) {
        const index = first + Math.floor(i / size);
        nats[index] = (nats[index] as number) + (values[i] as number);
      }
    }
  } finally {
    tf.dispose([...tensors.values()]);
  }
  return nats;
}

/**
 * Computes -log p of every value of the pictures at these indices with the plain forward pass.
 * @param weights as from `weightTensors`; the caller disposes them
 * @returns nats, float32 [indices, H, W, C]
 */
export function natsOfValues(
  network: Network,
  weights: ReadonlyMap<string, tf.Tensor>,
  pictures: LearnedPictures,
  indices: Uint32Array,
): Float32Array {
  return valuesOf(() => {
    const [levels, labels] = batchOf(pictures, indices);
    return network.likelihood.nats(network.outputs(weights, levels, { labels }), levels);
  });
}
