/** Weights that follow from parameters, worked out once for many forward passes, and the way back of their gradients. */
import * as tf from '@tensorflow/tfjs-node';
import { weightNamed, type Network } from './network';
import { flatLength } from './parameters';

type Named = ReadonlyMap<string, tf.Tensor>;

/** What the layers use: derived weights in place of the parameters they follow from. */
export function layerWeights({ derived = [] }: Network, parameters: Named): Named {
  const used = new Map(parameters);
  for (const { name, from, compute } of derived) {
    used.set(name, compute(...from.map((parameter) => weightNamed(parameters, parameter))));
    for (const parameter of from) used.delete(parameter);
  }
  return used;
}

/** Numbers in all that `layerWeights` gives. */
export function layerWeightsLength({ parameters, derived = [] }: Network): number {
  const replaced = new Set(derived.flatMap(({ from }) => from.slice(1)));
  return flatLength(parameters.filter(({ name }) => !replaced.has(name)));
}

/** Gradients of the loss with respect to the parameters, from those along what `layerWeights` made of them. */
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
