/** Whether a network in hand keeps its promise: what is said of a pixel depends on the pixels before it only. */
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-node';
import { StudioError } from '../errors';
import type { Likelihood } from '../likelihood/likelihood';
import type { Network } from '../nets/architecture';
import { createNetwork, weightTensors } from '../nets/network';
import { randomUse, randomValues } from '../random';
import type { TrainedRun } from '../sampling/drawing';

export interface CausalityCanvas {
  height: number;
  width: number;
  channels: number;
  levels: number;
}

export interface CausalityReport {
  /** Pairs of variables of which the earlier or equal one feels the other: 0 is right. */
  forbidden: number;
  /** The canvas on which all pairs were tried. */
  height: number;
  width: number;
}

const largestSide = 16;
/** Rounding moves probabilities by less. */
const tolerance = 1e-6;

/**
 * Tries all pairs of variables with the run's own weights, on a canvas of at most 16 x 16.
 * @throws StudioError cancelled
 */
export async function checkCausality(
  { record, weights }: TrainedRun,
  signal?: AbortSignal,
): Promise<CausalityReport> {
  const network = createNetwork(record);
  const side = Math.min(record.settings.size, largestSide);
  const { channels, levels } = network.form;
  const canvas = { height: side, width: side, channels, levels };
  const tensors = weightTensors(network, weights);
  try {
    const forbidden = await countForbidden(network, tensors, canvas, signal);
    return { forbidden, height: side, width: side };
  } finally {
    tf.dispose([...tensors.values()]);
  }
}

/**
 * For each variable (pixel and channel, in scan order): changes it and all after it at once, and counts the variables
 * up to it whose distributions move. Each picture goes through the network alone, so that sums are taken in the same
 * order every time.
 * @throws StudioError cancelled
 */
export async function countForbidden(
  network: Network,
  weights: ReadonlyMap<string, tf.Tensor>,
  canvas: CausalityCanvas,
  signal?: AbortSignal,
): Promise<number> {
  const { levels } = canvas;
  const size = canvas.height * canvas.width * canvas.channels;
  const picture = Int32Array.from(randomValues(size, 1, randomUse.noise), (die) => Math.floor(die * levels));
  const distributionsOf = (levelsOfAll: Int32Array, last: number) => {
    const outputs = outputsOf(network, weights, canvas, levelsOfAll);
    return Array.from({ length: last + 1 }, (_, variable) =>
      distributionAt(network.likelihood, outputs, canvas, levelsOfAll, variable),
    );
  };
  const expected = distributionsOf(picture, size - 1);
  let forbidden = 0;
  for (let source = 0; source < size; source++) {
    if (signal?.aborted) throw new StudioError('cancelled', {});
    const changed = picture.map((level, variable) =>
      variable < source ? level : (level + (levels >> 1)) % levels,
    );
    distributionsOf(changed, source).forEach((distribution, target) => {
      if (!(furthestApart(distribution, expected[target] as Float64Array) <= tolerance)) forbidden++;
    });
    await setImmediate();
  }
  return forbidden;
}

function outputsOf(
  network: Network,
  weights: ReadonlyMap<string, tf.Tensor>,
  { height, width, channels }: CausalityCanvas,
  picture: Int32Array,
): Float32Array {
  return tf.tidy(() =>
    network
      .outputs(weights, tf.tensor4d(picture, [1, height, width, channels], 'int32'))
      .dataSync<'float32'>(),
  );
}

function distributionAt(
  likelihood: Likelihood,
  outputs: Float32Array,
  { channels }: CausalityCanvas,
  picture: Int32Array,
  variable: number,
): Float64Array {
  const channel = variable % channels;
  const place = (variable - channel) / channels;
  const own = outputs.subarray(place * likelihood.outputs, (place + 1) * likelihood.outputs);
  return likelihood.probabilities(own, channel, [...picture.subarray(variable - channel, variable)]);
}

function furthestApart(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, p, level) => Math.max(most, Math.abs(p - (b[level] as number))), 0);
}
