import * as tf from '@tensorflow/tfjs-node';
import { trainableCategorical, trainableMixture } from '../likelihood/likelihood-nats';
import type { Network } from './network';
import { createGatedPixelCnn } from './gated/network';
import { isMixture, pictureForm, type ModelDescription } from './model-description';
import { withoutMasked, type Weights } from './parameters';
import { createPixelcnn } from './plain/network';
import { createPixelCnnPlusPlus } from './plus-plus/network';

/** The architecture that the settings name, for the classes and colours of the run. */
export function createNetwork(description: ModelDescription): Network {
  const { settings } = description;
  const model = { ...settings, ...pictureForm(description) };
  switch (settings.architecture) {
    case 'plain':
      return createPixelcnn(model);
    case 'gated':
      return createGatedPixelCnn(model);
    case 'plus-plus': {
      const likelihood = isMixture(description) ? trainableMixture(model) : trainableCategorical(model);
      return createPixelCnnPlusPlus(model, likelihood);
    }
  }
}

/**
 * The weights as tensors of their shapes, those that a mask hides as 0 whatever they are; the caller disposes them
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
