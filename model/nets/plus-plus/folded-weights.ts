import { normalisedParameters, type NormalisedLayer } from './parameters';
import type { Weights } from '../parameters';

export interface FoldedWeights {
  kernel: Float32Array;
  bias: Float32Array;
}

/** Converts a weight-normalised layer to a plain one: the kernel is scale * direction / |direction| (arXiv 1602.07868). */
export function foldedWeights(weights: Weights, layer: NormalisedLayer): FoldedWeights {
  const [direction, scale, bias] = normalisedParameters(layer).map(({ name }) => {
    const values = weights.get(name);
    if (!values) throw new RangeError(`There are no weights named ${name}`);
    return values;
  }) as [Float32Array, Float32Array, Float32Array];
  const outputs = scale.length;
  const factors = new Float64Array(outputs);
  for (let first = 0; first < direction.length; first += outputs) {
    for (let output = 0; output < outputs; output++) {
      const value = direction[first + output] as number;
      factors[output] = (factors[output] as number) + value * value;
    }
  }
  factors.forEach((square, output) => (factors[output] = (scale[output] as number) / Math.sqrt(square)));
  const kernel = new Float32Array(direction.length);
  for (let first = 0; first < direction.length; first += outputs) {
    for (let output = 0; output < outputs; output++) {
      kernel[first + output] = (direction[first + output] as number) * (factors[output] as number);
    }
  }
  return { kernel, bias };
}
