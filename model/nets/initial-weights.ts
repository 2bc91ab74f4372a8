import { randomUse, randomValues } from '../random';
import { flatLength, sizeOf, type ParameterSpec } from './parameters';

/**
 * Returns the flat vector of a new run: kernels and biases uniform in ±1 / √fanIn, as in PyTorch's convolutions. The
 * fan-in counts live inputs only, since a masked tap adds nothing to the variance that the rule keeps. The result
 * depends on the seed alone and is the same on every machine.
 */
export function initialWeights(specs: readonly ParameterSpec[], seed: number): Float32Array {
  const flat = new Float32Array(flatLength(specs));
  let at = 0;
  specs.forEach(({ shape, fanIn, mask }, turn) => {
    const bound = 1 / Math.sqrt(fanIn);
    const size = sizeOf(shape);
    randomValues(size, seed, randomUse.weights, turn).forEach((value, i) => {
      flat[at + i] = mask?.[i] === 0 ? 0 : bound * (2 * value - 1);
    });
    at += size;
  });
  return flat;
}
