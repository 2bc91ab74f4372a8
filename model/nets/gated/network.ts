/**
 * The Gated PixelCNN (van den Oord et al. 2016, arXiv 1606.05328, sections 2.1 to 2.3 and figure 2).
 *
 * The vertical stack sees all rows above a pixel, without a blind spot. The horizontal stack sees the pixels to the left
 * in the same row and earlier colours of the pixel itself; in every layer it adds the vertical stack's maps, before
 * their gate, through a 1x1 convolution. Only the horizontal stack has residual connections. The head is that of the
 * plain PixelCNN.
 */
import * as tf from '@tensorflow/tfjs-node';
import { trainableCategorical } from '../../likelihood/likelihood-nats';
import { weightNamed, type ForwardOptions, type Network } from '../network';
import { classBiases } from '../class-bias';
import { gatedParameters, type GatedShape } from './parameters';
import { initialWeights } from '../initial-weights';
import type { PictureForm } from '../../picture-form';
import { inputOf } from '../network-input';
import { nameWeights, type ParameterSpec } from '../parameters';
import { addBias, relu, sigmoid, tanh } from '../../tensorflow/tensorflow-ops';
import { dense, downRightShifted, downShifted, shiftDown, shiftRight } from '../shifted-conv';

export type GatedModel = PictureForm & GatedShape;

export function createGatedPixelCnn(model: GatedModel): Network {
  const parameters = gatedParameters(model);
  return {
    parameters,
    form: model,
    likelihood: trainableCategorical(model),
    outputs: (weights, levels, options = {}) => tf.tidy(() => forward(model, weights, levels, options)),
    initialWeights: (seed) => startingWeights(parameters, seed),
  };
}

/**
 * Returns kernels of variance 1 / fanIn, three times that of the plain PixelCNN, and biases of 0: a gate passes about
 * half of its input, and the vertical stack has no residual connections around its gates.
 */
function startingWeights(parameters: readonly ParameterSpec[], seed: number): Float32Array {
  const flat = initialWeights(parameters, seed);
  const named = nameWeights(parameters, flat);
  for (const [name, values] of named) {
    if (name.endsWith('.bias')) values.fill(0);
    else if (name.endsWith('.kernel')) values.set(values.map((value) => value * Math.sqrt(3)));
  }
  return flat;
}

function forward(
  model: GatedModel,
  weights: ReadonlyMap<string, tf.Tensor>,
  levels: tf.Tensor4D,
  { labels }: ForwardOptions,
): tf.Tensor4D {
  const { channels, classes, blocks } = model;
  const weight = <T extends tf.Tensor>(name: string) => weightNamed<T>(weights, name);
  const biasOf = classes ? classBiases(classes, labels) : undefined;
  const withBias = (x: tf.Tensor4D, name: string) => addBias(x, weight(`${name}.bias`));
  const denseLayer = (x: tf.Tensor4D, name: string) => withBias(dense(x, weight(`${name}.kernel`)), name);
  /** Computes tanh of the first half of the maps times sigmoid of the second, with a bias for the picture's class. */
  const gate = (x: tf.Tensor4D, stack: string): tf.Tensor4D => {
    const maps = biasOf ? tf.add(x, biasOf(weight(`${stack}.classes`))) : x;
    const [value, opening] = tf.split(maps, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
    return tf.mul(tanh(value), sigmoid(opening));
  };

  const x = inputOf(levels, model);
  // Shifts replace mask A of the first layer: down by a row, and for grey pictures right by a column.
  let vertical = shiftDown(x);
  let horizontal = channels === 1 ? shiftRight(x) : x;
  for (let layer = 0; layer < blocks; layer++) {
    const at = `layers.${layer}`;
    // A layer's inner tensors are many times its results, so they are disposed at once, not at the end of the pass.
    ({ vertical, horizontal } = tf.tidy(() => {
      const above = withBias(downShifted(vertical, weight(`${at}.vertical.kernel`)), `${at}.vertical`);
      const row = downRightShifted(horizontal, weight(`${at}.horizontal.kernel`));
      const both = tf.add<tf.Tensor4D>(row, dense(above, weight(`${at}.link.kernel`)));
      const gated = gate(withBias(both, `${at}.horizontal`), `${at}.horizontal`);
      const result = denseLayer(gated, `${at}.residual`);
      return {
        vertical: layer < blocks - 1 ? gate(above, `${at}.vertical`) : vertical,
        horizontal: layer === 0 ? result : tf.add<tf.Tensor4D>(horizontal, result),
      };
    }));
  }
  const head0 = denseLayer(relu(horizontal), 'head.0');
  const head1 = denseLayer(relu(head0), 'head.1');
  return denseLayer(relu(head1), 'out');
}
