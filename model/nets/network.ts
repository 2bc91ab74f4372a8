import type * as tf from '@tensorflow/tfjs-node';
import type { Likelihood } from '../likelihood/likelihood-nats';
import type { Dropout } from './dropout';
import type { PictureForm } from './picture-form';
import type { ParameterSpec } from './parameters';

/** What a forward pass may need beside weights and pictures. */
export interface ForwardOptions {
  /** int32 [N], the class of each picture; needed exactly when the network was built for classes. */
  labels?: tf.Tensor1D;
  /** Training only. */
  dropout?: Dropout;
}

/** A weight that layers use and that follows from parameters: the same for every picture, so once a step is enough. */
export interface DerivedWeight {
  name: string;
  /** Names of parameters that serve for nothing else; the weight has the shape of the first. */
  from: readonly string[];
  compute(...parameters: tf.Tensor[]): tf.Tensor;
}

/** One architecture at one size. Any height and width go through it. */
export interface Network {
  parameters: readonly ParameterSpec[];
  derived?: readonly DerivedWeight[];
  form: PictureForm;
  likelihood: Likelihood;
  /**
   * The forward pass: the numbers from which `likelihood` gets each pixel's distributions. What is said of a
   * pixel depends on the pixels before it in raster order only (and, within it, on earlier channels).
   * No value is read back into JavaScript, so the pass can be traced into a graph.
   * @param weights float32 tensors by the names of `parameters`, 0 where their masks hide them; or what `layerWeights`
   *   makes of those
   * @param levels int32 [N,H,W,C]
   * @returns float32 [N,H,W,likelihood.outputs]
   */
  outputs(
    weights: ReadonlyMap<string, tf.Tensor>,
    levels: tf.Tensor4D,
    options?: ForwardOptions,
  ): tf.Tensor4D;
  /**
   * Weights for step 0: a pure function of its arguments. The batch is the first of the training images; an
   * architecture whose first weights follow from what flows through it uses it, the others do not.
   * @param levels int32 [N,H,W,C]
   * @param labels int32 [N], when the network knows classes
   * @returns the flat vector in the order of `parameters`
   */
  initialWeights(seed: number, levels: tf.Tensor4D, labels?: tf.Tensor1D): Float32Array;
}

/** @throws RangeError when the network has no weights of that name */
export function weightNamed<T extends tf.Tensor>(weights: ReadonlyMap<string, tf.Tensor>, name: string): T {
  const found = weights.get(name);
  if (!found) throw new RangeError(`No weights named ${name}`);
  return found as T;
}
