/** Estimates the memory that training takes from the settings alone. No TensorFlow here. */
import { StudioError } from '../errors';
import { architectureOf } from '../nets/architectures';
import { modelShape, parametersOf } from '../nets/model-shape';
import type { ModelDescription } from '../nets/model-description';
import { flatLength } from '../nets/parameters';
import type { Settings } from '../settings';
import { cores, type Workers } from '../machine/workers';

/** The memory of TensorFlow itself and the graphs of a small network. */
const baseBytes = 300e6;
/** Copies of one picture's maps alive at the peak, besides those kept for the gradients; the test measures them. */
const copies = 3;
/** The size of a micro-batch: small enough for a worker's cache, and for every worker to get one. */
export function preferredMicroBatch(
  { size, filters, batchSize }: Settings,
  { count, mapValues }: Workers = cores(),
): number {
  const room = Math.floor(mapValues / (size * size * filters));
  return Math.max(1, Math.min(room, Math.ceil(batchSize / count)));
}

/** The estimated peak memory of training in bytes, without the images; within a factor of 2 of measurements. */
export function trainingBytes(
  description: ModelDescription,
  microBatch: number,
  workers: Workers = cores(),
): number {
  return estimator(description, workers)(microBatch, description.settings.batchSize);
}

/**
 * The micro-batch to train with: `preferred`, or its largest half, quarter … that fits into `availableBytes`.
 * @throws StudioError out-of-memory, with the batch size that would fit
 */
export function fittingMicroBatch(
  description: ModelDescription,
  availableBytes: number,
  workers: Workers = cores(),
  preferred = preferredMicroBatch(description.settings, workers),
): number {
  const estimate = estimator(description, workers);
  const { batchSize } = description.settings;
  let microBatch = preferred;
  while (microBatch > 1 && estimate(microBatch, batchSize) > availableBytes) microBatch >>= 1;
  const neededBytes = estimate(microBatch, batchSize);
  if (neededBytes <= availableBytes) return microBatch;
  let batchThatFits = batchSize;
  while (batchThatFits > 0 && estimate(1, batchThatFits) > availableBytes) batchThatFits >>= 1;
  throw new StudioError('out-of-memory', { neededBytes, availableBytes, batchThatFits });
}

function estimator(
  description: ModelDescription,
  { count }: Workers,
): (microBatch: number, batchSize: number) => number {
  const parameters = flatLength(parametersOf(description));
  const mapBytes =
    4 *
    description.settings.size ** 2 *
    architectureOf(description.settings).valuesPerPixel(modelShape(description));
  return (microBatch, batchSize) => {
    const parts = Math.ceil(batchSize / microBatch);
    const picturesAtOnce = Math.min(batchSize, count * microBatch);
    // Weights, moments and average before and after a step; gradients for each part of the batch.
    const vectorBytes = 4 * parameters * (10 + parts);
    return baseBytes + vectorBytes + copies * picturesAtOnce * mapBytes;
  };
}
