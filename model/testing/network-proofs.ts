/** Measurements with which tests prove a network's causality, normalisation and gradients. */
import * as tf from '@tensorflow/tfjs-node';
import {
  distributionsOf,
  forbiddenFrom,
  furthestApart,
  otherLevel,
  randomPicture,
  type Canvas,
  type Subject,
} from '../inspection/causality';
import type { ForwardOptions } from '../nets/network';
import { createNetwork } from '../nets/networks';
import { sizeOf, withoutMasked } from '../nets/parameters';
import { randomValues } from '../random';
import type { Settings } from '../settings';
import { described, randomWeights } from './random-run';

/**
 * Passes a network with random weights to `use`. It is given the last class, if there are any, and fixed dropout
 * masks while `training`.
 */
export function withSubject<T>(
  settings: Partial<Settings>,
  use: (subject: Subject) => T,
  training = false,
): T {
  const network = createNetwork(described(settings));
  const weights = randomWeights(network, 11);
  const { classes } = network.form;
  const options = (pictures: number): ForwardOptions => ({
    ...(classes > 0 && { labels: tf.fill([pictures], classes - 1, 'int32') }),
    ...(training && { dropout: { rate: 0.5, seed: tf.tensor1d([5, 6], 'int32') } }),
  });
  try {
    return use({ network, weights, options });
  } finally {
    tf.dispose([...weights.values()]);
  }
}

/** The number of pairs of variables of which the earlier or equal one depends on the other, which should be 0. */
export function countForbidden(subject: Subject, canvas: Canvas): number {
  return [...forbiddenFrom(subject, canvas)].reduce((sum, found) => sum + found, 0);
}

/**
 * Changes each variable of a random picture alone. For each of them, in raster order with channels innermost: whether
 * the distribution of each variable changes.
 */
export function influences(subject: Subject, canvas: Canvas): boolean[][] {
  const { network } = subject;
  const picture = randomPicture(network, canvas);
  const of = (levels: Int32Array) => distributionsOf(subject, canvas, levels, levels.length);
  const expected = of(picture);
  return Array.from(picture, (own, source) => {
    const changed = picture.slice();
    changed[source] = otherLevel(network, own);
    return of(changed).map((found, target) => furthestApart(found, expected[target]) > 0);
  });
}

/** The sum of the probabilities of all pictures of a size. */
export function totalProbability(subject: Subject, canvas: Canvas): number {
  const { channels, levels } = subject.network.form;
  const variables = canvas.height * canvas.width * channels;
  const pictures = Array.from({ length: levels ** variables }, (_, index) =>
    Int32Array.from({ length: variables }, (_, i) => Math.floor(index / levels ** i) % levels),
  );
  const nats = tf.tidy(() => tf.sum(natsOf(subject, canvas, pictures), [1, 2, 3]).dataSync<'float32'>());
  return nats.reduce((sum, own) => sum + Math.exp(-own), 0);
}

/**
 * Compares derivatives of the mean loss along random directions, by TensorFlow's gradient and by central differences.
 * @returns the distance of the two, relative to their length
 */
export function gradientError(subject: Subject, canvas: Canvas): number {
  const { network } = subject;
  const { parameters } = network;
  return tf.tidy(() => {
    const start = parameters.map(({ name }) => subject.weights.get(name) as tf.Tensor);
    const pictures = [1, 2, 3].map((seed) => randomPicture(network, canvas, seed));
    const cost = (...tensors: tf.Tensor[]) => tf.mean(natsOf(moved(subject, tensors), canvas, pictures));
    const gradients = tf.grads(cost)(start);
    // Small enough for few ReLUs to change their state.
    const by = 3e-5;
    let [error, length] = [0, 0];
    for (let seed = 1; seed <= 4; seed++) {
      const direction = parameters.map((spec, turn) => {
        const values = Float32Array.from(
          randomValues(sizeOf(spec.shape), seed, 2, turn),
          (die) => 2 * die - 1,
        );
        return tf.tensor(withoutMasked(spec, values), [...spec.shape]);
      });
      const costAt = (step: number) => {
        const there = start.map((tensor, i) => tf.add(tensor, tf.mul(direction[i] as tf.Tensor, step)));
        // The mean is computed in float64, since its change is relatively small.
        const nats = natsOf(moved(subject, there), canvas, pictures).dataSync();
        return Float64Array.from(nats).reduce((sum, own) => sum + own, 0) / nats.length;
      };
      const parts = gradients.map((own, i) => tf.sum(tf.mul(own, direction[i] as tf.Tensor)).dataSync()[0]);
      const slope = parts.reduce<number>((sum, part) => sum + (part as number), 0);
      const difference = (costAt(by) - costAt(-by)) / (2 * by);
      error += (slope - difference) ** 2;
      length += difference ** 2;
    }
    return Math.sqrt(error / length);
  });
}

/** The same network with other weights, in the order of its parameters. */
function moved(subject: Subject, tensors: readonly tf.Tensor[]): Subject {
  const named = subject.network.parameters.map(({ name }, i) => [name, tensors[i] as tf.Tensor] as const);
  return { ...subject, weights: new Map(named) };
}

/** float32 [N,H,W,C] */
function natsOf(
  { network, weights, options }: Subject,
  { height, width }: Canvas,
  pictures: readonly Int32Array[],
): tf.Tensor4D {
  const flat = Int32Array.from(pictures.flatMap((picture) => [...picture]));
  const levels = tf.tensor4d(flat, [pictures.length, height, width, network.form.channels], 'int32');
  return network.likelihood.nats(network.outputs(weights, levels, options?.(pictures.length)), levels);
}
