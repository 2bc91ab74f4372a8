/**
 * Weight normalisation with data-dependent initialisation (Salimans and Kingma 2016, arXiv 1602.07868): a layer's
 * kernel is scale * direction / |direction|, where the norm of each output is taken over all its inputs.
 */
import * as tf from '@tensorflow/tfjs-node';
import { randomUse, randomValues } from '../../random';
import { weightNamed, type DerivedWeight } from '../network';
import type { NormalisedLayer } from './parameters';
import { addBias } from '../../tensorflow/tensorflow-ops';

/** Applies the layer `name` to x; `convolve` is its kind of convolution. */
export type ApplyLayer = (
  name: string,
  x: tf.Tensor4D,
  convolve: (x: tf.Tensor4D, kernel: tf.Tensor) => tf.Tensor4D,
) => tf.Tensor4D;

/** Returns the kernels as weights derived from directions and scales. */
export function derivedKernels(layers: readonly NormalisedLayer[]): DerivedWeight[] {
  return layers.map(({ name }) => ({
    name: `${name}.kernel`,
    from: [`${name}.direction`, `${name}.scale`],
    compute: scaledKernel,
  }));
}

/** Returns layers with these weights, or with the kernels derived from them. */
export function layersOf(weights: ReadonlyMap<string, tf.Tensor>): ApplyLayer {
  const named = (name: string) => weightNamed(weights, name);
  return (name, x, convolve) => {
    const derived = weights.get(`${name}.kernel`);
    const kernel = derived ?? scaledKernel(named(`${name}.direction`), named(`${name}.scale`));
    return addBias(convolve(x, kernel), named(`${name}.bias`));
  };
}

/**
 * Returns layers that set their own scale and bias in `weights`, such that each output has mean 0 and standard
 * deviation `gain` over the pictures of x, and return that result. The caller disposes the tensors that they set.
 */
export function initialisingLayers(
  weights: Map<string, tf.Tensor>,
  layers: readonly NormalisedLayer[],
): ApplyLayer {
  const gains = new Map(layers.map(({ name, gain }) => [name, gain]));
  return (name, x, convolve) => {
    const raw = convolve(x, unitKernel(weightNamed(weights, `${name}.direction`)));
    const { mean, variance } = tf.moments(raw, [0, 1, 2]);
    const scale = tf.mul(tf.rsqrt(tf.add(variance, 1e-8)), gains.get(name) as number);
    weights.set(`${name}.scale`, tf.keep(scale));
    weights.set(`${name}.bias`, tf.keep(tf.neg(tf.mul(mean, scale))));
    return tf.mul(tf.sub(raw, mean), scale);
  };
}

/** Returns normal numbers with mean 0 and this deviation; `turn` distinguishes the parameters of one seed. */
export function normalValues(count: number, deviation: number, seed: number, turn: number): Float32Array {
  // Box-Muller: two uniform numbers become two normal ones.
  const dice = randomValues(count + (count % 2), seed, randomUse.weights, turn);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(dice[i] as number));
    const angle = 2 * Math.PI * (dice[i + 1] as number);
    values[i] = radius * Math.cos(angle);
    // Beyond the end of an odd count this writes nothing.
    values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

function scaledKernel(direction: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  return tf.mul(unitKernel(direction), scale);
}

function unitKernel(direction: tf.Tensor): tf.Tensor {
  const inputAxes = direction.shape.slice(0, -1).map((_, axis) => axis);
  return tf.mul(direction, tf.rsqrt(tf.sum(tf.square(direction), inputAxes)));
}
