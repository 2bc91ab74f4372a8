/**
 * The plain PixelCNN (van den Oord et al. 2016, arXiv 1601.06759, section 3 and table 1): a masked convolution of type
 * A, residual blocks around masked convolutions of type B, and a head of 1x1 convolutions that ends in the logits.
 */
import * as tf from '@tensorflow/tfjs-node';
import { categorical } from '../likelihood/categorical';
import type { Settings } from '../settings';
import { weightNamed, type Network } from './architecture';
import { initialWeights } from './initial-weights';
import { kernelMask, liveRows, type MaskType } from './masks';
import { channels, pixelcnnParameters } from './pixelcnn-parameters';
import { addBias, causalConv, causalPatches, relu } from './tensorflow-ops';

/** A network whose outputs are the logits of the levels. */
export interface CategoricalNetwork extends Network {
  readonly settings: Settings;
  /**
   * `outputs` by channel and level; the caller disposes them.
   * @returns float32 [N,H,W,C,L]
   */
  logits(weights: ReadonlyMap<string, tf.Tensor>, levels: tf.Tensor4D): tf.Tensor5D;
}

export function pixelcnn(settings: Settings): CategoricalNetwork {
  const outputs: Network['outputs'] = (weights, levels) => tf.tidy(() => forward(settings, weights, levels));
  const parameters = pixelcnnParameters(settings);
  return {
    settings,
    parameters,
    likelihood: categorical({ channels, levels: settings.levels }),
    outputs,
    initialWeights: (seed) => initialWeights(parameters, seed),
    logits: (weights, levels) =>
      tf.tidy(() => tf.reshape(outputs(weights, levels), [...levels.shape, settings.levels]) as tf.Tensor5D),
  };
}

function forward(
  settings: Settings,
  weights: ReadonlyMap<string, tf.Tensor>,
  pixels: tf.Tensor4D,
): tf.Tensor4D {
  const { filters, blocks, firstKernel, kernel } = settings;
  const [count, height, width] = pixels.shape;

  // Most layers are 1x1: a matrix applied to each pixel. So the picture is kept as a list of pixels, [N*H*W, depth].
  const asPixels = (x: tf.Tensor4D) => tf.reshape(x, [count * height * width, x.shape[3]]) as tf.Tensor2D;
  const asPicture = (x: tf.Tensor2D) => tf.reshape(x, [count, height, width, x.shape[1]]) as tf.Tensor4D;

  const masked = (layer: string, type: MaskType, side: number) =>
    tf.mul<tf.Tensor4D>(weightNamed(weights, `${layer}.kernel`), tapMask(type, side));
  const biased = (x: tf.Tensor2D, layer: string) => addBias(x, weightNamed(weights, `${layer}.bias`));
  const dense = (x: tf.Tensor2D, layer: string) =>
    biased(tf.matMul(x, weightNamed<tf.Tensor2D>(weights, `${layer}.kernel`)), layer);

  const seen = asPixels(causalPatches(scaled(pixels, settings), firstKernel));
  const first = tf.reshape(masked('first', 'A', firstKernel), [seen.shape[1], filters]) as tf.Tensor2D;
  let h: tf.Tensor2D = biased(tf.matMul(seen, first), 'first');
  for (let block = 0; block < blocks; block++) {
    const layer = (name: string) => `blocks.${block}.${name}`;
    const reduced = relu(dense(relu(h), layer('reduce')));
    const around = causalConv(asPicture(reduced), masked(layer('masked'), 'B', kernel));
    const mixed = relu(biased(asPixels(around), layer('masked')));
    h = tf.add(h, dense(mixed, layer('expand')));
  }
  h = relu(dense(relu(h), 'head.0'));
  h = relu(dense(h, 'head.1'));
  return asPicture(dense(h, 'out'));
}

/** What the first layer gets; outside the picture it gets 0. */
function scaled(pixels: tf.Tensor4D, { inputScaling, levels }: Settings): tf.Tensor4D {
  const values = tf.cast(pixels, 'float32');
  return inputScaling === 'levels' ? values : tf.sub(tf.mul(values, 2 / (levels - 1)), 1);
}

/** With one colour a tap lives or dies for all pairs of channels at once: [rows, side, 1, 1]. */
function tapMask(type: MaskType, side: number): tf.Tensor4D {
  const mask = kernelMask({ type, side, inputs: 1, outputs: 1, colours: channels });
  return tf.tensor4d(mask, [liveRows(side), side, 1, 1]);
}
