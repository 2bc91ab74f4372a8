/** How a step shares a batch out among what computes it, and how much goes through TensorFlow in one call. */
import os from 'node:os';
import { flatLength, type ParameterSpec } from '../nets/parameters';

/** What works on micro-batches. */
export interface Workers {
  /** Micro-batches worked on at once; without influence on the result. */
  count: number;
  /** Values of one map of a micro-batch that a worker has room for before it becomes slow. */
  mapValues: number;
  /** Products and sums of one call into TensorFlow, during which the program hears nothing. */
  operationsPerCall: number;
}

/** A processor: each core takes what fits its cache. A call takes a quarter of a second on two cores of 2024. */
export const cores = (count = os.cpus().length): Workers => ({
  count,
  mapValues: 2 ** 19,
  operationsPerCall: 5e10,
});

/** A graphics card: fastest with all pictures at once. A call takes some tens of milliseconds on a large card of 2024. */
export const card: Workers = { count: 1, mapValues: Infinity, operationsPerCall: 1e12 };

/**
 * Pictures for one call: as many micro-batches as there are workers, or a multiple of that while it stays short. Graphs
 * of large networks stay small that way too, whatever the batch.
 */
export function picturesPerCall(
  parameters: readonly ParameterSpec[],
  pixels: number,
  microBatch: number,
  { count, operationsPerCall }: Workers,
): number {
  const atOnce = microBatch * count;
  // Every weight meets every pixel forward, and twice on the way back, with a product and a sum each time.
  const operations = 6 * flatLength(parameters) * pixels * atOnce;
  return atOnce * Math.max(1, Math.floor(operationsPerCall / operations));
}
