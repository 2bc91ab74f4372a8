/**
 * The plain PixelCNN (van den Oord et al. 2016, arXiv 1601.06759, section 3 and table 1): a masked convolution of type
 * A, residual blocks around masked convolutions of type B, and a head of 1x1 convolutions that ends in the logits.
 * With classes, the masked convolutions have a bias for each.
 */
import * as tf from '@tensorflow/tfjs-node';
import { trainableCategorical } from '../../likelihood/likelihood-nats';
import type { NetworkSettings } from '../../settings/network';
import { weightNamed, type ForwardOptions, type Network } from '../network';
import { classBiases } from '../class-bias';
import { initialWeights } from '../initial-weights';
import { inputOf } from '../network-input';
import type { PictureForm } from '../../picture-form';
import { pixelcnnParameters } from './parameters';
import { addBias, causalConv, causalPatches, matrixProduct, relu } from '../../tensorflow/tensorflow-ops';

export type PixelcnnModel = PictureForm &
  Pick<NetworkSettings, 'filters' | 'blocks' | 'firstKernel' | 'kernel'>;

export function createPixelcnn(model: PixelcnnModel): Network {
  const parameters = pixelcnnParameters(model);
  return {
    parameters,
    form: model,
    likelihood: trainableCategorical(model),
    outputs: (weights, levels, options = {}) => tf.tidy(() => forward(model, weights, levels, options)),
    initialWeights: (seed) => initialWeights(parameters, seed),
  };
}

function forward(
  model: PixelcnnModel,
  weights: ReadonlyMap<string, tf.Tensor>,
  levels: tf.Tensor4D,
  { labels }: ForwardOptions,
): tf.Tensor4D {
  const { filters, blocks, firstKernel, classes } = model;
  const [count, height, width] = levels.shape;
  const biasOf = classes ? classBiases(classes, labels) : undefined;

  // Most layers are 1x1 convolutions, so the picture is kept as a list of pixels, [N*H*W, depth], for matrix products.
  const asPixels = (x: tf.Tensor4D) => tf.reshape(x, [count * height * width, x.shape[3]]) as tf.Tensor2D;
  const asPicture = (x: tf.Tensor2D) => tf.reshape(x, [count, height, width, x.shape[1]]) as tf.Tensor4D;

  const biased = (x: tf.Tensor2D, layer: string) => addBias(x, weightNamed(weights, `${layer}.bias`));
  const times = (x: tf.Tensor2D, layer: string) => matrixProduct(x, weightNamed(weights, `${layer}.kernel`));
  const dense = (x: tf.Tensor2D, layer: string) => biased(times(x, layer), layer);
  const forClass = (x: tf.Tensor2D, layer: string) =>
    biasOf ? asPixels(tf.add(asPicture(x), biasOf(weightNamed(weights, `${layer}.classes`)))) : x;

  const seen = asPixels(causalPatches(inputOf(levels, model), firstKernel));
  const first = tf.reshape(weightNamed(weights, 'first.kernel'), [seen.shape[1], filters]) as tf.Tensor2D;
  let h: tf.Tensor2D = forClass(biased(matrixProduct(seen, first), 'first'), 'first');
  for (let block = 0; block < blocks; block++) {
    const layer = (name: string) => `blocks.${block}.${name}`;
    const reduced = relu(dense(relu(h), layer('reduce')));
    const around = causalConv(asPicture(reduced), weightNamed(weights, `${layer('masked')}.kernel`));
    const mixed = relu(forClass(biased(asPixels(around), layer('masked')), layer('masked')));
    // The bias is added last because TensorFlow fuses no ops at all in a graph where a sum of a biased product is read
    // twice.
    h = biased(tf.add(h, times(mixed, layer('expand'))), layer('expand'));
  }
  h = relu(dense(relu(h), 'head.0'));
  h = relu(dense(h, 'head.1'));
  return asPicture(dense(h, 'out'));
}
