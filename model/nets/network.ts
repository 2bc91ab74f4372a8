import type * as tf from '@tensorflow/tfjs-node';
import type { Likelihood } from '../likelihood/likelihood-nats';
import type { Dropout } from './dropout';
import type { PictureForm } from '../picture-form';
import type { ParameterSpec } from './parameters';

/** Inputs of a forward pass besides weights and pictures. */
export interface ForwardOptions {
  /** int32 [N], the class of each picture; required if and only if the network has classes. */
  labels?: tf.Tensor1D;
  /** Set in training only. */
  dropout?: Dropout;
}

/** A weight that is derived from parameters. It is the same for every picture, so it is computed once a step. */
export interface DerivedWeight {
  name: string;
  /** Names of parameters that have no other use; the weight has the shape of the first. */
  from: readonly string[];
  compute(...parameters: tf.Tensor[]): tf.Tensor;
}

/** One architecture at one size, for pictures of any height and width. */
export interface Network {
  parameters: readonly ParameterSpec[];
  derived?: readonly DerivedWeight[];
  form: PictureForm;
  likelihood: Likelihood;
  /**
   * The forward pass: computes the numbers from which `likelihood` gets each pixel's distributions. Those of a pixel
   * depend only on the pixels before it in raster order and on earlier channels of the pixel itself. No value is read
   * back into JavaScript, so the pass can be traced into a graph.
   * @param weights float32 tensors by the names of `parameters`, 0 where their masks hide them; or the result of
   *   `layerWeights` for these
   * @param levels int32 [N,H,W,C]
   * @returns float32 [N,H,W,likelihood.outputs]
   */
  outputs(
    weights: ReadonlyMap<string, tf.Tensor>,
    levels: tf.Tensor4D,
    options?: ForwardOptions,
  ): tf.Tensor4D;
  /**
   * Computes the weights of step 0 from its arguments alone. Only an architecture with data-dependent initialisation
   * uses the batch, which is the first of the training images.
   * @param levels int32 [N,H,W,C]
   * @param labels int32 [N], if the network has classes
   * @returns the flat vector in the order of `parameters`
   */
  initialWeights(seed: number, levels: tf.Tensor4D, labels?: tf.Tensor1D): Float32Array;
}

/** Returns the tensor of that name. @throws RangeError when there is none */
export function weightNamed<T extends tf.Tensor>(weights: ReadonlyMap<string, tf.Tensor>, name: string): T {
  const found = weights.get(name);
  if (!found) throw new RangeError(`No weights named ${name}`);
  return found as T;
}
