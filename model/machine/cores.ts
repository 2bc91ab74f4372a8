import os from 'node:os';

/** How many cores this process may use: as many as TensorFlow was told to when it was started, or all. */
export function coresToUse(): number {
  const all = os.availableParallelism();
  const told = Number(process.env['TF_NUM_INTEROP_THREADS']);
  return told >= 1 ? Math.min(told, all) : all;
}
