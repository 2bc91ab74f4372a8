/** Checks that a network's distribution for each pixel depends only on the pixels before it. */
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-node';
import { StudioError } from '../errors';
import type { ForwardOptions, Network } from '../nets/network';
import { createNetwork, weightTensors } from '../nets/networks';
import { valuesOf } from '../tensorflow/tensor-values';
import { randomUse, randomValues } from '../random';
import type { CausalityReport } from '../reports';
import type { TrainedRun } from '../sampling/drawing';

const largestSide = 16;
/** Rounding changes probabilities by less. */
const tolerance = 1e-6;

/** A network with weights, and what its forward passes need besides a picture. */
export interface Subject {
  network: Network;
  weights: ReadonlyMap<string, tf.Tensor>;
  /** Options for a batch of `pictures` pictures. */
  options?: (pictures: number) => ForwardOptions;
}

export interface Canvas {
  height: number;
  width: number;
}

/**
 * Tests all pairs of variables with the run's own weights, on a canvas of at most 16 x 16, and finds which pixels
 * influence the one in the middle of the last row.
 * @throws StudioError cancelled
 */
export async function checkCausality(
  { record, weights }: TrainedRun,
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<CausalityReport> {
  const network = createNetwork(record);
  const side = Math.min(record.settings.size, largestSide);
  const canvas = { height: side, width: side };
  const tensors = weightTensors(network, weights);
  const subject: Subject = {
    network,
    weights: tensors,
    ...(network.form.classes > 0 && { options: () => ({ labels: tf.tensor1d([0], 'int32') }) }),
  };
  const pixel = { x: side >> 1, y: side - 1 };
  const total = side * side * network.form.channels + pixel.y * side + pixel.x;
  let done = 0;
  const turn = async () => {
    if (signal?.aborted) throw new StudioError('cancelled', {});
    onProgress?.(++done, total);
    await setImmediate();
  };
  try {
    let forbidden = 0;
    for (const found of forbiddenFrom(subject, canvas)) {
      forbidden += found;
      await turn();
    }
    const pixels = new Uint8Array(side * side);
    for (const place of pixelsSeen(subject, canvas, pixel)) {
      if (place.isSeen) pixels[place.pixel] = 1;
      await turn();
    }
    return { forbidden, ...canvas, seen: { ...pixel, pixels } };
  } finally {
    tf.dispose([...tensors.values()]);
  }
}

/**
 * For each variable (pixel and channel, in raster order): changes it and all after it at once, and yields how many
 * variables up to it have distributions that change. There should be none. Each picture passes through the network
 * alone, so that sums are always added in the same order.
 */
export function* forbiddenFrom(subject: Subject, canvas: Canvas): Generator<number, void> {
  const picture = randomPicture(subject.network, canvas);
  const expected = outputsOf(subject, canvas, picture);
  for (let source = 0; source < picture.length; source++) {
    const changed = picture.map((level, variable) =>
      variable < source ? level : otherLevel(subject.network, level),
    );
    const found = outputsOf(subject, canvas, changed);
    let moved = 0;
    for (let target = 0; target <= source; target++) {
      if (hasMoved(subject, target, [expected, picture], [found, changed], tolerance)) moved++;
    }
    yield moved;
  }
}

/** For each pixel before (x, y): whether changing it alone changes a distribution at (x, y). */
export function* pixelsSeen(
  subject: Subject,
  canvas: Canvas,
  { x, y }: { x: number; y: number },
): Generator<{ pixel: number; isSeen: boolean }, void> {
  const { channels } = subject.network.form;
  const picture = randomPicture(subject.network, canvas);
  const expected = outputsOf(subject, canvas, picture);
  const pixelAt = y * canvas.width + x;
  const targets = Array.from({ length: channels }, (_, channel) => pixelAt * channels + channel);
  for (let pixel = 0; pixel < pixelAt; pixel++) {
    const changed = picture.map((level, variable) =>
      Math.floor(variable / channels) === pixel ? otherLevel(subject.network, level) : level,
    );
    const found = outputsOf(subject, canvas, changed);
    const isSeen = targets.some((target) =>
      hasMoved(subject, target, [expected, picture], [found, changed], 0),
    );
    yield { pixel, isSeen };
  }
}

/** A picture and the network's outputs for it. */
type EvaluatedPicture = readonly [outputs: Float32Array, picture: Int32Array];

/**
 * Whether a variable's distribution changed by more than `most`. Where the outputs are equal to the bit, no
 * distribution is computed.
 */
function hasMoved(
  subject: Subject,
  variable: number,
  before: EvaluatedPicture,
  after: EvaluatedPicture,
  most: number,
): boolean {
  const { outputs } = subject.network.likelihood;
  const from = Math.floor(variable / subject.network.form.channels) * outputs;
  const isSame = before[0]
    .subarray(from, from + outputs)
    .every((value, index) => Object.is(value, after[0][from + index]));
  if (isSame) return false;
  const [was, is] = [before, after].map((look) => distributionAt(subject, variable, look));
  return !(furthestApart(is as Float64Array, was) <= most);
}

/** Random levels, [H,W,C]. */
export function randomPicture(
  { form }: Pick<Network, 'form'>,
  { height, width }: Canvas,
  seed = 1,
): Int32Array {
  const dice = randomValues(height * width * form.channels, seed, randomUse.noise);
  return Int32Array.from(dice, (die) => Math.floor(die * form.levels));
}

/** Another level, half the range away. */
export function otherLevel({ form }: Pick<Network, 'form'>, level: number): number {
  return (level + (form.levels >> 1)) % form.levels;
}

/** The distributions of a picture's first `count` variables. */
export function distributionsOf(
  subject: Subject,
  canvas: Canvas,
  picture: Int32Array,
  count: number,
): Float64Array[] {
  const outputs = outputsOf(subject, canvas, picture);
  return Array.from({ length: count }, (_, variable) =>
    distributionAt(subject, variable, [outputs, picture]),
  );
}

function outputsOf({ network, weights, options }: Subject, { height, width }: Canvas, picture: Int32Array) {
  return valuesOf(() => {
    const levels = tf.tensor4d(picture, [1, height, width, network.form.channels], 'int32');
    return network.outputs(weights, levels, options?.(1));
  });
}

function distributionAt(
  { network }: Subject,
  variable: number,
  [outputs, picture]: EvaluatedPicture,
): Float64Array {
  const { likelihood, form } = network;
  const channel = variable % form.channels;
  const place = (variable - channel) / form.channels;
  const own = outputs.subarray(place * likelihood.outputs, (place + 1) * likelihood.outputs);
  return likelihood.probabilities(own, channel, [...picture.subarray(variable - channel, variable)]);
}

/** The largest change of a probability. */
export function furthestApart(a: Float64Array, b: Float64Array | undefined): number {
  return a.reduce((most, p, level) => Math.max(most, Math.abs(p - (b?.[level] ?? NaN))), 0);
}
