/**
 * Weight normalisation with data-dependent initialisation (Salimans and Kingma 2016, arXiv 1602.07868): a layer's
 * kernel is scale * direction / |direction|, the length taken for each output over all that reaches it.
 */
import * as tf from '@tensorflow/tfjs-node';
import { randomUse, randomValues } from '../../random';
import { weightNamed, type DerivedWeight } from '../network';
import type { NormalisedLayer } from './parameters';
import { addBias } from '../../tensorflow/tensorflow-ops';

/** Applies the layer `name` to x; `convolve` says how its kernel meets the picture. */
export type ApplyLayer = (
  name: string,
  x: tf.Tensor4D,
  convolve: (x: tf.Tensor4D, kernel: tf.Tensor) => tf.Tensor4D,
) => tf.Tensor4D;

/** The kernels, which follow from directions and scales. */
export function derivedKernels(layers: readonly NormalisedLayer[]): DerivedWeight[] {
  return layers.map(({ name }) => ({
    name: `${name}.kernel`,
    from: [`${name}.direction`, `${name}.scale`],
    compute: scaledKernel,
  }));
}

/** Layers with the weights they have, or with the kernels derived from them. */
export function layersOf(weights: ReadonlyMap<string, tf.Tensor>): ApplyLayer {
  const named = (name: string) => weightNamed(weights, name);
  return (name, x, convolve) => {
    const derived = weights.get(`${name}.kernel`);
    const kernel = derived ?? scaledKernel(named(`${name}.direction`), named(`${name}.scale`));
    return addBias(convolve(x, kernel), named(`${name}.bias`));
  };
}

/**
 * Layers that set their own scale and bias in `weights`, such that each output has mean 0 and standard deviation
 * `gain` over the pictures of x, and go on with that result. The caller disposes what they set.
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

/** Normal numbers with mean 0 and this deviation; `turn` tells apart the parameters of one seed. */
export function normalValues(count: number, deviation: number, seed: number, turn: number): Float32Array {
  // Box and Muller: two dice give two numbers.
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
