import os from 'node:os';

/** How many cores this process may use: the number that TensorFlow's environment sets, or all. */
export function coresToUse(): number {
  const all = os.availableParallelism();
  const limit = Number(process.env['TF_NUM_INTEROP_THREADS']);
  return limit >= 1 ? Math.min(limit, all) : all;
}
