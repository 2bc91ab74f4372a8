/**
 * PixelCNN++ (Salimans et al. 2017, arXiv 1701.05517, section 2 and figure 2).
 *
 * The network has two streams: `down` sees the rows above a pixel; `right` also sees the pixels to its left in the same
 * row and reads `down` at every block. Both are halved in size twice, then doubled again, and each expanding block has a
 * short-cut from its contracting partner. The pixel itself is no input, and the likelihood orders its channels, so no
 * mask is needed. Nothing is averaged over positions.
 */
import * as tf from '@tensorflow/tfjs-node';
import { trainableCategorical, trainableMixture } from '../../likelihood/likelihood-nats';
import { weightNamed, type ForwardOptions, type Network } from '../network';
import { classBiases } from '../class-bias';
import { dropOut } from '../dropout';
import type { PictureForm } from '../../picture-form';
import { inputOf } from '../network-input';
import { flattenWeights, sizeOf } from '../parameters';
import {
  blockNames,
  coarsest,
  halvings,
  planClassTables,
  planLayers,
  plusPlusParameters,
  type PlusPlusShape,
  type Stream,
} from './parameters';
import { elu, sigmoid } from '../../tensorflow/tensorflow-ops';
import * as shifted from '../shifted-conv';
import { isMixture } from './architecture';
import { derivedKernels, initialisingLayers, layersOf, normalValues, type ApplyLayer } from './weight-norm';

/**
 * PixelCNN++ with a likelihood, usually its logistic mixture. Its initial weights are fitted to the first batch, so that
 * every layer's outputs begin with mean 0 and a known deviation (arXiv 1602.07868).
 */
export type PlusPlusModel = PictureForm & PlusPlusShape;

export function createPixelCnnPlusPlus(shape: PlusPlusModel): Network {
  const likelihood = isMixture(shape) ? trainableMixture(shape) : trainableCategorical(shape);
  const layers = planLayers(shape, likelihood.outputs);
  const tables = planClassTables(shape);
  const parameters = plusPlusParameters(shape, likelihood.outputs);
  const drawn = [...parameters.filter(({ name }) => name.endsWith('.direction')), ...tables];
  return {
    parameters,
    derived: derivedKernels(layers),
    form: shape,
    likelihood,
    outputs: (weights, levels, options = {}) =>
      tf.tidy(() => forward({ shape, weights, options, layer: layersOf(weights) }, levels)),
    initialWeights: (seed, levels, labels) => {
      const weights = new Map<string, tf.Tensor>();
      drawn.forEach((spec, turn) => {
        const values = normalValues(sizeOf(spec.shape), 0.05, seed, turn);
        weights.set(spec.name, tf.tensor(values, [...spec.shape]));
      });
      const layer = initialisingLayers(weights, layers);
      const options = labels ? { labels } : {};
      tf.tidy(() => void forward({ shape, weights, options, layer }, levels));
      const values = [...weights].map(([name, tensor]) => [name, tensor.dataSync<'float32'>()] as const);
      tf.dispose([...weights.values()]);
      return flattenWeights(parameters, new Map(values));
    },
  };
}

interface Pass {
  shape: PlusPlusModel;
  weights: ReadonlyMap<string, tf.Tensor>;
  options: ForwardOptions;
  layer: ApplyLayer;
}

/** The maps of both streams, float32 [N,H,W,F] each. */
type Streams = Record<Stream, tf.Tensor4D>;

function forward(pass: Pass, levels: tf.Tensor4D): tf.Tensor4D {
  const { shape, layer } = pass;
  const [, height, width] = levels.shape;
  const block = blockOf(pass);
  const x = paddedInput(levels, shape);
  let now: Streams = {
    down: shifted.shiftDown(layer('first.above', x, shifted.downShifted)),
    right: tf.add(
      shifted.shiftDown(layer('first.row', x, shifted.downShifted)),
      shifted.shiftRight(layer('first.column', x, shifted.downRightShifted)),
    ),
  };
  const partners = [now];
  for (const halved of halvings) {
    for (const name of blockNames('contract', halved, shape.blocks)) {
      const down = block(name, 'down', now.down);
      now = { down, right: block(name, 'right', now.right, down) };
      partners.push(now);
    }
    if (halved === coarsest) break;
    now = {
      down: layer(`contract.${halved}.down.resize`, now.down, (y, k) => shifted.downShifted(y, k, 2)),
      right: layer(`contract.${halved}.right.resize`, now.right, (y, k) => shifted.downRightShifted(y, k, 2)),
    };
    partners.push(now);
  }
  partners.pop();
  for (const halved of [...halvings].reverse()) {
    if (halved !== coarsest) {
      now = {
        down: layer(`expand.${halved}.down.resize`, now.down, shifted.downShiftedDoubling),
        right: layer(`expand.${halved}.right.resize`, now.right, shifted.downRightShiftedDoubling),
      };
    }
    for (const name of blockNames('expand', halved, shape.blocks)) {
      const partner = partners.pop() as Streams;
      const down = block(name, 'down', now.down, partner.down);
      now = { down, right: block(name, 'right', now.right, down, partner.right) };
    }
  }
  return tf.slice(layer('out', elu(now.right), shifted.dense), [0, 0, 0, 0], [-1, height, width, -1]);
}

/**
 * The gated residual block: x + value * sigmoid(gate), with two causal convolutions.
 * @returns a function of the block's name, its stream, its input, and its short-cut inputs
 */
function blockOf({ shape, weights, options, layer }: Pass) {
  const convolutions = { down: shifted.downShifted, right: shifted.downRightShifted };
  const biasOf = shape.classes ? classBiases(shape.classes, options.labels) : undefined;
  let dropouts = 0;
  const block = (name: string, stream: Stream, x: tf.Tensor4D, taken: tf.Tensor4D[]): tf.Tensor4D => {
    const path = `${name}.${stream}`;
    let inner = layer(`${path}.first`, concatElu(x), convolutions[stream]);
    if (taken.length) {
      inner = tf.add(inner, layer(`${path}.shortcut`, concatElu(tf.concat(taken, 3)), shifted.dense));
    }
    inner = concatElu(inner);
    if (options.dropout) inner = dropOut(inner, options.dropout, dropouts++);
    let gated = layer(`${path}.second`, inner, convolutions[stream]);
    if (biasOf) gated = tf.add(gated, biasOf(weightNamed(weights, `${path}.classes`)));
    const [value, gate] = tf.split(gated, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
    return tf.add(x, tf.mul(value, sigmoid(gate)));
  };
  // A block's inner tensors are many times its result, so they are disposed at once, not at the end of the pass.
  return (name: string, stream: Stream, x: tf.Tensor4D, ...taken: tf.Tensor4D[]) =>
    tf.tidy(() => block(name, stream, x, taken));
}

/** Concatenates the ELU of x and of -x, which doubles the features. */
function concatElu(x: tf.Tensor4D): tf.Tensor4D {
  return elu(tf.concat([x, tf.neg(x)], 3) as tf.Tensor4D);
}

/**
 * Converts levels to -1 to 1, adds a channel of ones, and pads with zeros below and at the right to sides that can be
 * halved twice. The padding comes later in raster order, or is constant, so nothing leaks.
 */
function paddedInput(levels: tf.Tensor4D, shape: PlusPlusModel): tf.Tensor4D {
  const [pictures, height, width] = levels.shape;
  const marked = tf.concat([inputOf(levels, shape), tf.ones([pictures, height, width, 1])], 3) as tf.Tensor4D;
  const missing = (side: number) => (4 - (side % 4)) % 4;
  return tf.pad(marked, [
    [0, 0],
    [0, missing(height)],
    [0, missing(width)],
    [0, 0],
  ]);
}
