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
  /** Mean over the images. */
  loss: Loss;
  images: number;
  /** Every image by its path below the folder, the most surprising first. */
  perImage: { file: string; loss: Loss }[];
  /** Means by class, for a network that knows classes. */
  perClass: { className: string; images: number; loss: Loss }[];
}

/**
 * How well a run predicts every readable image of a folder: no split, duplicates kept. Its weights are run as they
 * are, by the plain forward pass; a network that knows classes gets that of each image's folder.
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
  const meanOf = (places: readonly number[]) =>
    lossOf(places.reduce((sum, place) => sum + (nats[place] as number), 0) / (places.length * dimensions));
  const all = Array.from(files.keys());
  const perImage = files.map(({ file }, place) => ({ file, loss: meanOf([place]) }));
  const perClass = classNames.flatMap((className, number) => {
    const places = all.filter((place) => pictures.labels[place] === number);
    return places.length ? [{ className, images: places.length, loss: meanOf(places) }] : [];
  });
  perImage.sort((a, b) => b.loss.nats - a.loss.nats);
  return { loss: meanOf(all), images: count, perImage, perClass };
}

/** -log p of each picture, summed over its pixels and channels in float64. */
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
      const places = Uint32Array.from({ length: Math.min(atOnce, count - first) }, (_, n) => first + n);
      const values = natsOfValues(network, tensors, pictures, places);
      const size = values.length / places.length;
      for (let i = 0; i < values.length; i++) {
        const place = first + Math.floor(i / size);
        nats[place] = (nats[place] as number) + (values[i] as number);
      }
    }
  } finally {
    tf.dispose([...tensors.values()]);
  }
  return nats;
}

/**
 * -log p of every value of the pictures at these places, in nats, by the plain forward pass; float32 [places, H, W, C].
 * @param weights as `weightTensors` gives them; they stay the caller's
 */
export function natsOfValues(
  network: Network,
  weights: ReadonlyMap<string, tf.Tensor>,
  pictures: LearnedPictures,
  places: Uint32Array,
): Float32Array {
  return valuesOf(() => {
    const [levels, labels] = batchOf(pictures, places);
    return network.likelihood.nats(network.outputs(weights, levels, { labels }), levels);
  });
}
