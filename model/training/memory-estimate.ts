/** How much memory training takes, from the settings alone. No TensorFlow here. */
import os from 'node:os';
import { StudioError } from '../errors';
import { flatLength } from '../nets/parameters';
import { pixelcnnParameters } from '../nets/pixelcnn-parameters';
import type { Settings } from '../settings';

/** TensorFlow itself and the graphs of a small network. */
const baseBytes = 300e6;
/** Copies of one picture's maps alive at the peak, beside those kept for the gradient: measured, see the test. */
const copies = 4;
/** Maps that stay in a core's cache make steps fast; beyond this many values they no longer do. */
const cachedValues = 2 ** 19;

/**
 * Pictures whose gradient is taken at once: few enough that their maps fit the cache and that every core gets some.
 */
export function preferredMicroBatch(
  { size, filters, batchSize }: Settings,
  cores = os.cpus().length,
): number {
  const cached = Math.floor(cachedValues / (size * size * filters));
  return Math.max(1, Math.min(cached, Math.ceil(batchSize / cores)));
}

/** Estimated peak memory of training in bytes, the images not counted; within a factor of 2 of what is measured. */
export function trainingBytes(settings: Settings, microBatch: number): number {
  return estimator(settings)(microBatch, settings.batchSize);
}

/**
 * The micro-batch to train with: `preferred`, or the largest half, quarter … of it that fits into `availableBytes`.
 * @throws StudioError out-of-memory, with the batch that would fit
 */
export function fittingMicroBatch(
  settings: Settings,
  availableBytes: number,
  preferred = preferredMicroBatch(settings),
): number {
  const estimate = estimator(settings);
  const { batchSize } = settings;
  let microBatch = preferred;
  while (microBatch > 1 && estimate(microBatch, batchSize) > availableBytes) microBatch >>= 1;
  const neededBytes = estimate(microBatch, batchSize);
  if (neededBytes <= availableBytes) return microBatch;
  let batchThatFits = batchSize;
  while (batchThatFits > 0 && estimate(1, batchThatFits) > availableBytes) batchThatFits >>= 1;
  throw new StudioError('out-of-memory', { neededBytes, availableBytes, batchThatFits });
}

function estimator(settings: Settings): (microBatch: number, batchSize: number) => number {
  const cores = os.cpus().length;
  const parameters = flatLength(pixelcnnParameters(settings));
  const mapBytes = 4 * settings.size ** 2 * valuesPerPixel(settings);
  return (microBatch, batchSize) => {
    const parts = Math.ceil(batchSize / microBatch);
    const picturesAtOnce = Math.min(batchSize, cores * microBatch);
    // Weights and moments before and after a step; a gradient for each part of the batch.
    const vectorBytes = 4 * parameters * (8 + parts);
    return baseBytes + vectorBytes + copies * picturesAtOnce * mapBytes;
  };
}

/** What the gradient needs of the forward pass, in values per pixel. */
function valuesPerPixel({ firstKernel, filters, blocks, levels }: Settings): number {
  const patches = (firstKernel * (firstKernel + 1)) / 2;
  const perBlock = 2 * filters;
  return patches + blocks * perBlock + 4 * filters + 3 * levels;
}
