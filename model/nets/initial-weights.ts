import { randomUse, randomValues } from '../random';
import { flatLength, sizeOf, type ParameterSpec } from './parameters';

/**
 * The flat vector a run starts from: uniform in ±1 / √fanIn, kernels and biases alike, as PyTorch begins its
 * convolutions. Counted are live inputs, not the whole kernel: a masked tap adds nothing to the sum whose variance
 * the rule is to keep. A pure function of the seed, the same on every machine.
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
