import { permutation, randomUse } from '../random';

/** Positions of images in their data set, rising. */
export interface Split {
  training: Uint32Array;
  validation: Uint32Array;
}

/**
 * Takes round(count * share) images away for validation, at random but the same on every machine. At least one is
 * taken when a share is asked for, and at least one always stays for training.
 */
export function splitImages(count: number, share: number, seed: number): Split {
  const wanted = share > 0 ? Math.max(1, Math.round(count * share)) : 0;
  const validationCount = Math.max(0, Math.min(wanted, count - 1));
  const order = permutation(count, seed, randomUse.split);
  return {
    training: order.slice(validationCount).sort(),
    validation: order.slice(0, validationCount).sort(),
  };
}
