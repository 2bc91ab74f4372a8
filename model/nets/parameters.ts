/** The numbers that a network learns, as one flat vector with named parts. No TensorFlow here. */
import { liveEntries } from './masks';

export interface ParameterSpec {
  /** A dotted path, such as `blocks.0.masked.kernel`; also its name in weights.safetensors. */
  name: string;
  /** Kernels [rows, columns, inputs, outputs] or [inputs, outputs]; biases [outputs]. */
  shape: readonly number[];
  /** The number of live inputs of an output, which sets the range of the initial values. */
  fanIn: number;
  /** 1 for each live weight and 0 for each masked one, in the layout of `shape`; absent if all are live. */
  mask?: Float32Array;
}

/** Values by name, each in the layout of its spec's shape. */
export type Weights = ReadonlyMap<string, Float32Array>;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Counts the live weights: all but the masked ones. */
export function countLive(specs: readonly ParameterSpec[]): number {
  return specs.reduce((total, { shape, mask }) => total + (mask ? liveEntries(mask) : sizeOf(shape)), 0);
}

/** Returns the values with 0 wherever the mask hides them; the same array if there is no mask. */
export function withoutMasked({ mask }: ParameterSpec, values: Float32Array): Float32Array {
  return mask ? values.map((value, i) => (mask[i] ? value : 0)) : values;
}

/** The length of the flat vector that holds all of `specs`. */
export function flatLength(specs: readonly ParameterSpec[]): number {
  return specs.reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** Splits the flat vector into named parts, which share its memory. */
export function nameWeights(specs: readonly ParameterSpec[], flat: Float32Array): Weights {
  const weights = new Map<string, Float32Array>();
  let at = 0;
  for (const { name, shape } of specs) {
    weights.set(name, flat.subarray(at, (at += sizeOf(shape))));
  }
  return weights;
}

/** The inverse of `nameWeights`, as a copy. */
export function flattenWeights(specs: readonly ParameterSpec[], weights: Weights): Float32Array {
  const flat = new Float32Array(flatLength(specs));
  let at = 0;
  for (const { name, shape } of specs) {
    const values = weights.get(name);
    if (values?.length !== sizeOf(shape)) throw new RangeError(`${name} does not have the shape [${shape}]`);
    flat.set(values, at);
    at += values.length;
  }
  return flat;
}
