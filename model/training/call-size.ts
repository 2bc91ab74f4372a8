/** How much of a batch goes through TensorFlow in one call, during which the program hears nothing. */
import { flatLength, type ParameterSpec } from '../nets/parameters';

/** A quarter of a second on two cores of 2024, and on more cores less. */
const quarterSecond = 5e10;

/**
 * Pictures for one call: as many micro-batches as there are cores, or a multiple of that while it stays short. Graphs
 * of large networks stay small that way too, whatever the batch.
 */
export function picturesPerCall(
  parameters: readonly ParameterSpec[],
  pixels: number,
  {
    microBatch,
    cores,
    operationsPerCall = quarterSecond,
  }: { microBatch: number; cores: number; operationsPerCall?: number },
): number {
  const atOnce = microBatch * cores;
  // Every weight meets every pixel forward, and twice on the way back, with a product and a sum each time.
  const operations = 6 * flatLength(parameters) * pixels * atOnce;
  return atOnce * Math.max(1, Math.floor(operationsPerCall / operations));
}
