import * as tf from '@tensorflow/tfjs-node';
import type { Settings } from '../settings';
import type { Network } from './architecture';
import type { Weights } from './parameters';
import { pixelcnn, type CategoricalNetwork } from './pixelcnn';

/** The architecture that the settings name. */
export function createNetwork(settings: Settings): CategoricalNetwork {
  return pixelcnn(settings);
}

/** The weights as tensors of their shapes; the caller disposes them (`tf.dispose([...tensors.values()])`). */
export function weightTensors({ parameters }: Network, weights: Weights): Map<string, tf.Tensor> {
  return new Map(
    parameters.map(({ name, shape }) => {
      const values = weights.get(name);
      if (!values) throw new RangeError(`There are no weights named ${name}`);
      return [name, tf.tensor(values, [...shape])];
    }),
  );
}
