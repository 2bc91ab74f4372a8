/** The table of the networks in TensorFlow by the name of their architecture. */
import * as tf from '@tensorflow/tfjs-node';
import type { ModelShape } from './architecture';
import type { ArchitectureName } from './architectures';
import { modelShape } from './model-shape';
import { createGatedPixelCnn } from './gated/network';
import type { ModelDescription } from './model-description';
import type { Network } from './network';
import { withoutMasked, type Weights } from './parameters';
import { createPixelcnn } from './plain/network';
import { createPixelCnnPlusPlus } from './plus-plus/network';

const constructors: Record<ArchitectureName, (model: ModelShape) => Network> = {
  plain: createPixelcnn,
  gated: createGatedPixelCnn,
  'plus-plus': createPixelCnnPlusPlus,
};

/** Creates the network of the architecture that the settings name, for the classes and colours of the run. */
export function createNetwork(description: ModelDescription): Network {
  return constructors[description.settings.architecture](modelShape(description));
}

/**
 * Makes tensors of the weights, with 0 for each masked one; the caller disposes them
 * (`tf.dispose([...tensors.values()])`).
 */
export function weightTensors(
  { parameters }: Pick<Network, 'parameters'>,
  weights: Weights,
): Map<string, tf.Tensor> {
  return new Map(
    parameters.map((spec) => {
      const values = weights.get(spec.name);
      if (!values) throw new RangeError(`There are no weights named ${spec.name}`);
      return [spec.name, tf.tensor(withoutMasked(spec, values), [...spec.shape])];
    }),
  );
}
