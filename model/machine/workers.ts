/** How a step divides a batch among the cores or the card, and how much one call of TensorFlow computes. */
import os from 'node:os';
import { flatLength, type ParameterSpec } from '../nets/parameters';

/** What computes micro-batches. */
export interface Workers {
  /** Micro-batches computed at once; without influence on the result. */
  count: number;
  /** How many values one map of a micro-batch may have before a worker becomes slow. */
  mapValues: number;
  /** Products and sums in one call of TensorFlow, during which the process handles no messages. */
  operationsPerCall: number;
}

/**
 * A processor: each core computes as much as fits its cache. A call takes a quarter of a second on two cores of 2024.
 */
export const cores = (count = os.cpus().length): Workers => ({
  count,
  mapValues: 2 ** 19,
  operationsPerCall: 5e10,
});

/**
 * A graphics card is fastest with all pictures at once. A call takes some tens of milliseconds on a large card of
 * 2024.
 */
export const card: Workers = { count: 1, mapValues: Infinity, operationsPerCall: 1e12 };

/**
 * Pictures in one call: as many micro-batches as there are workers, or a multiple while the call stays short. This
 * also limits the graphs of large networks, whatever the batch size.
 */
export function picturesPerCall(
  parameters: readonly ParameterSpec[],
  pixels: number,
  microBatch: number,
  { count, operationsPerCall }: Workers,
): number {
  const atOnce = microBatch * count;
  // Every weight is used at every pixel once in the forward pass and twice in the backward pass, with a product and a
  // sum each.
  const operations = 6 * flatLength(parameters) * pixels * atOnce;
  return atOnce * Math.max(1, Math.floor(operationsPerCall / operations));
}
