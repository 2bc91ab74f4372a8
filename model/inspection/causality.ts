/** Whether a network in hand keeps its promise: what is said of a pixel depends on the pixels before it only. */
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-node';
import { StudioError } from '../errors';
import type { ForwardOptions, Network } from '../nets/architecture';
import { createNetwork, weightTensors } from '../nets/network';
import { randomUse, randomValues } from '../random';
import type { CausalityReport } from '../reports';
import type { TrainedRun } from '../sampling/drawing';

const largestSide = 16;
/** Rounding moves probabilities by less. */
const tolerance = 1e-6;

/** A network with weights, and what its passes need beside a picture. */
export interface Subject {
  network: Network;
  weights: ReadonlyMap<string, tf.Tensor>;
  /** Options for a batch of that many pictures. */
  options?: (pictures: number) => ForwardOptions;
}

export interface Canvas {
  height: number;
  width: number;
}

/**
 * Tries all pairs of variables with the run's own weights, on a canvas of at most 16 x 16, and finds out which pixels
 * have a say in the one in the middle of the last row.
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
 * For each variable (pixel and channel, in scan order): changes it and all after it at once, and tells how many
 * variables up to it have distributions that move, which should be none. Each picture goes through the network alone,
 * so that sums are taken in the same order every time.
 */
export function* forbiddenFrom(subject: Subject, canvas: Canvas): Generator<number, void> {
  const picture = randomPicture(subject.network, canvas);
  const expected = distributionsOf(subject, canvas, picture, picture.length);
  for (let source = 0; source < picture.length; source++) {
    const changed = picture.map((level, variable) =>
      variable < source ? level : otherLevel(subject.network, level),
    );
    const found = distributionsOf(subject, canvas, changed, source + 1);
    yield found.filter((own, target) => !(furthestApart(own, expected[target]) <= tolerance)).length;
  }
}

/** For each pixel before `target`: whether changing it alone moves a distribution there. */
export function* pixelsSeen(
  subject: Subject,
  canvas: Canvas,
  { x, y }: { x: number; y: number },
): Generator<{ pixel: number; isSeen: boolean }, void> {
  const { channels } = subject.network.form;
  const picture = randomPicture(subject.network, canvas);
  const target = y * canvas.width + x;
  const of = (levels: Int32Array) =>
    distributionsOf(subject, canvas, levels, (target + 1) * channels).slice(target * channels);
  const expected = of(picture);
  for (let pixel = 0; pixel < target; pixel++) {
    const changed = picture.map((level, variable) =>
      Math.floor(variable / channels) === pixel ? otherLevel(subject.network, level) : level,
    );
    yield { pixel, isSeen: of(changed).some((own, i) => furthestApart(own, expected[i]) > 0) };
  }
}

/** Levels without order, [H,W,C]. */
export function randomPicture(
  { form }: Pick<Network, 'form'>,
  { height, width }: Canvas,
  seed = 1,
): Int32Array {
  const dice = randomValues(height * width * form.channels, seed, randomUse.noise);
  return Int32Array.from(dice, (die) => Math.floor(die * form.levels));
}

/** Another level, as far away as there is for all. */
export function otherLevel({ form }: Pick<Network, 'form'>, level: number): number {
  return (level + (form.levels >> 1)) % form.levels;
}

/** The distributions of a picture's first `count` variables. */
export function distributionsOf(
  { network, weights, options }: Subject,
  { height, width }: Canvas,
  picture: Int32Array,
  count: number,
): Float64Array[] {
  const { likelihood, form } = network;
  const outputs = tf.tidy(() => {
    const levels = tf.tensor4d(picture, [1, height, width, form.channels], 'int32');
    return network.outputs(weights, levels, options?.(1)).dataSync<'float32'>();
  });
  return Array.from({ length: count }, (_, variable) => {
    const channel = variable % form.channels;
    const place = (variable - channel) / form.channels;
    const own = outputs.subarray(place * likelihood.outputs, (place + 1) * likelihood.outputs);
    return likelihood.probabilities(own, channel, [...picture.subarray(variable - channel, variable)]);
  });
}

/** The largest change of a probability. */
export function furthestApart(a: Float64Array, b: Float64Array | undefined): number {
  return a.reduce((most, p, level) => Math.max(most, Math.abs(p - (b?.[level] ?? NaN))), 0);
}
