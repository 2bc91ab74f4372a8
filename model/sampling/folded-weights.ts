import { normalisedParameters, type NormalisedLayer } from '../nets/plus-plus-layers';
import type { Weights } from '../nets/parameters';

export interface FoldedWeights {
  kernel: Float32Array;
  bias: Float32Array;
}

/** A weight-normalised layer as a plain one: its kernel is scale * direction / |direction| (arXiv 1602.07868). */
export function foldedWeights(weights: Weights, layer: NormalisedLayer): FoldedWeights {
  const [direction, scale, bias] = normalisedParameters(layer).map(({ name }) => {
    const values = weights.get(name);
    if (!values) throw new RangeError(`There are no weights named ${name}`);
    return values;
  }) as [Float32Array, Float32Array, Float32Array];
  const outputs = scale.length;
  const squares = new Float64Array(outputs);
  direction.forEach((value, i) => (squares[i % outputs] = (squares[i % outputs] as number) + value * value));
  const factors = squares.map((square, output) => (scale[output] as number) / Math.sqrt(square));
  return { kernel: direction.map((value, i) => value * (factors[i % outputs] as number)), bias };
}
