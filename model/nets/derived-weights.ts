/** Computes weights that are derived from parameters, once for many forward passes, and the parameters' gradients. */
import * as tf from '@tensorflow/tfjs-node';
import { weightNamed, type Network } from './network';
import { flatLength } from './parameters';

type Named = ReadonlyMap<string, tf.Tensor>;

/** Returns the weights that the layers use: derived ones replace the parameters they are computed from. */
export function layerWeights({ derived = [] }: Network, parameters: Named): Named {
  const used = new Map(parameters);
  for (const { name, from, compute } of derived) {
    used.set(name, compute(...from.map((parameter) => weightNamed(parameters, parameter))));
    for (const parameter of from) used.delete(parameter);
  }
  return used;
}

/** The number of values in all weights that `layerWeights` returns. */
export function layerWeightsLength({ parameters, derived = [] }: Network): number {
  const replaced = new Set(derived.flatMap(({ from }) => from.slice(1)));
  return flatLength(parameters.filter(({ name }) => !replaced.has(name)));
}

/** Computes the loss's gradients with respect to the parameters from those with respect to the layers' weights. */
export function parameterGradients({ derived = [] }: Network, parameters: Named, gradients: Named): Named {
  const all = new Map(gradients);
  for (const { name, from, compute } of derived) {
    const origins = from.map((parameter) => weightNamed(parameters, parameter));
    const own = tf.grads(compute)(origins, weightNamed(gradients, name));
    from.forEach((parameter, i) => all.set(parameter, own[i] as tf.Tensor));
    all.delete(name);
  }
  return all;
}
