/** Ranks the images of a run by how much they surprise its network: odd, mislabelled and damaged ones come first. */
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-node';
import { StudioError } from '../errors';
import { natsOfValues } from '../evaluate';
import type { Pictures } from '../events';
import { inBits } from '../likelihood/distribution';
import { classOfFile } from '../images/classes';
import { createNetwork, weightTensors } from '../nets/networks';
import type { Ranking } from '../reports';
import type { RunRecord } from '../run/run-folder';
import { loadWeights } from '../run/checkpoint';
import { preferredMicroBatch } from '../training/memory-estimate';
import { classIndexOf, filesOfPart, readFiles } from './picture-source';
import type { ImagePart } from './source';

/** How many images a ranking holds. */
const mostNamed = 200;
/** Images read and evaluated between two checks for cancellation. */
const mostAtOnce = 64;

interface Ranked {
  index: number;
  file: string;
  /** [H,W,C] */
  pixels: Uint8Array;
  /** Mean over the values. */
  bits: number;
  /** [H,W] */
  surprise: Float32Array;
}

/**
 * Evaluates all images of a part, each with its own class, and returns the most surprising.
 * @throws StudioError cancelled, data-changed, and as `loadWeights`
 */
export async function rankImages(
  runFolder: string,
  part: ImagePart,
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<Ranking> {
  const { record, weights } = loadWeights(runFolder);
  const files = filesOfPart(record, part);
  const network = createNetwork(record);
  const tensors = weightTensors(network, weights);
  const total = files.length;
  const atOnce = Math.min(mostAtOnce, preferredMicroBatch({ ...record.settings, batchSize: total }));
  let ranked: Ranked[] = [];
  try {
    for (let first = 0; first < total; first += atOnce) {
      if (signal?.aborted) throw new StudioError('cancelled', {});
      const own = files.slice(first, first + atOnce);
      const pictures = { ...(await readFiles(record, own)), labels: labelsOf(record, own) };
      const nats = natsOfValues(network, tensors, pictures, Uint32Array.from(own.keys()));
      const evaluated = own.map(({ file }, n) => ({
        index: first + n,
        file,
        ...rankedImage(pictures, nats, n),
      }));
      ranked = [...ranked, ...evaluated].sort((a, b) => b.bits - a.bits).slice(0, mostNamed);
      onProgress?.(Math.min(first + atOnce, total), total);
      await setImmediate();
    }
  } finally {
    tf.dispose([...tensors.values()]);
  }
  return {
    files: ranked.map(({ file }) => file),
    indices: ranked.map(({ index }) => index),
    pictures: {
      ...(await readFiles(record, [])),
      count: ranked.length,
      pixels: Uint8Array.from(ranked.flatMap(({ pixels }) => [...pixels])),
    },
    bits: ranked.map(({ bits }) => bits),
    surprise: Float32Array.from(ranked.flatMap(({ surprise }) => [...surprise])),
    total,
  };
}

function labelsOf(record: RunRecord, files: readonly { file: string }[]): Uint32Array {
  return Uint32Array.from(files, ({ file }) => classIndexOf(record, classOfFile(file, record.reading)));
}

/** A copy of picture `n`, with its surprise from `nats` [N,H,W,C]. */
function rankedImage({ height, width, channels, pixels }: Pictures, nats: Float32Array, n: number) {
  const size = height * width * channels;
  const surprise = new Float32Array(height * width);
  nats.subarray(n * size, (n + 1) * size).forEach((own, value) => {
    const pixel = Math.floor(value / channels);
    surprise[pixel] = (surprise[pixel] as number) + inBits(own);
  });
  const bits = surprise.reduce((sum, own) => sum + own, 0) / size;
  return { pixels: pixels.slice(n * size, (n + 1) * size), bits, surprise };
}
