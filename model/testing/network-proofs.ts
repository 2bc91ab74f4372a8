/** Measurements by which tests prove a network: what may never depend on what, and what must add up. */
import * as tf from '@tensorflow/tfjs-node';
import { randomValues } from '../random';
import type { ForwardOptions, Network } from '../nets/architecture';
import { forbiddenFrom, pixelsSeen, type Canvas, type Subject } from '../inspection/causality';
import { weightTensors } from '../nets/network';
import { flatLength, nameWeights, sizeOf, type ParameterSpec } from '../nets/parameters';

/** Random weights, masked ones too, large enough that every path through the net carries something. */
export function randomFlatWeights(parameters: readonly ParameterSpec[], seed: number): Float32Array {
  const dice = randomValues(flatLength(parameters), seed, 0);
  const flat = Float32Array.from(dice, (die) => 2 * die - 1);
  const named = nameWeights(parameters, flat);
  for (const { name, shape, fanIn } of parameters) {
    const size = shape.length > 1 ? Math.sqrt(3 / fanIn) : 0.7;
    const values = named.get(name) as Float32Array;
    values.forEach((value, i) => (values[i] = value * size));
  }
  return flat;
}

/** The same as tensors, which the caller disposes. */
export function randomWeights(network: Network, seed: number): Map<string, tf.Tensor> {
  const flat = randomFlatWeights(network.parameters, seed);
  return weightTensors(network, nameWeights(network.parameters, flat));
}

export function randomPicture(canvas: Canvas, seed: number): number[] {
  return Array.from(randomValues(variablesOf(canvas), seed, 1), (die) => Math.floor(die * canvas.levels));
}

/**
 * How far the distribution of variable `target` moves, as the largest change of a probability, when the value of
 * variable `source` changes. Variables count in scan order, channels innermost.
 */
export type Moves = (source: number, target: number) => number;

/** Every variable of a random picture is changed alone. Exactly 0 where nothing is seen. */
export function movesByOne(subject: Subject, canvas: Canvas): Moves {
  return measureMoves(subject, canvas, true, (i, source) => i === source);
}

/**
 * Counts the pairs in which a distribution moves by more than 1e-6 although only its own variable and later ones have
 * changed, all at once: 0 is right. All variables are tried.
 */
export function countForbidden(subject: Subject, canvas: Canvas): number {
  const moves = measureMoves(subject, canvas, subject.training === true, (i, source) => i >= source);
  let forbidden = 0;
  for (let source = 0; source < variablesOf(canvas); source++) {
    for (let target = 0; target <= source; target++) {
      if (!(moves(source, target) <= 1e-6)) forbidden++;
    }
  }
  return forbidden;
}

export function variablesOf({ height, width, channels }: Canvas): number {
  return height * width * channels;
}

/**
 * @param oneByOne a pass for each picture: those of one batch have different dropout masks, and the order of sums may
 * depend on the place in the batch
 */
function measureMoves(
  subject: Subject,
  canvas: Canvas,
  oneByOne: boolean,
  changes: (variable: number, source: number) => boolean,
): Moves {
  const picture = randomPicture(canvas, 1);
  const other = (level: number) => (level + (canvas.levels >> 1)) % canvas.levels;
  const changed = picture.map((_, source) =>
    picture.map((level, i) => (changes(i, source) ? other(level) : level)),
  );
  const pictures = [picture, ...changed];
  const distributions = oneByOne
    ? pictures.flatMap((own) => distributionsOf(subject, [own], canvas))
    : distributionsOf(subject, pictures, canvas);
  return (source, target) => {
    const before = distributions[0]?.[target] as Float64Array;
    const after = distributions[1 + source]?.[target] as Float64Array;
    return before.reduce((most, p, level) => Math.max(most, Math.abs(p - (after[level] as number))), 0);
  };
}

/** The sum of the probabilities of every picture of that size there is. */
export function totalProbability(subject: Subject, canvas: Canvas): number {
  const { levels } = canvas;
  const variables = variablesOf(canvas);
  const pictures = Array.from({ length: levels ** variables }, (_, index) =>
    Array.from({ length: variables }, (_, i) => Math.floor(index / levels ** i) % levels),
  );
  const nats = natsOf(subject, pictures, canvas);
  let total = 0;
  for (let n = 0; n < pictures.length; n++) {
    const cost = nats.subarray(n * variables, (n + 1) * variables).reduce((sum, part) => sum + part, 0);
    total += Math.exp(-cost);
  }
  return total;
}

/** Slope of the mean cost along a random direction: by TensorFlow's gradient, and by a central difference. */
export function slopes(subject: Subject, canvas: Canvas): { gradient: number; difference: number } {
  const { network, weights } = subject;
  const pictures = [1, 2, 3].map((seed) => randomPicture(canvas, seed));
  return tf.tidy(() => {
    const names = network.parameters.map(({ name }) => name);
    const start = names.map((name) => weights.get(name) as tf.Tensor);
    const direction = network.parameters.map(({ shape }, turn) => {
      const values = Float32Array.from(randomValues(sizeOf(shape), 7, 2, turn), (die) => 2 * die - 1);
      return tf.tensor(values, [...shape]);
    });
    const at = (tensors: readonly tf.Tensor[]) => ({
      ...subject,
      weights: new Map(names.map((name, i) => [name, tensors[i] as tf.Tensor])),
    });
    const cost = (...tensors: tf.Tensor[]) =>
      tf.mean(natsTensor(at(tensors), levelsTensor(pictures, canvas))) as tf.Scalar;
    const gradients = tf.grads(cost)(start);
    const gradient = gradients.reduce(
      (sum, slope, i) => sum + (tf.sum(tf.mul(slope, direction[i] as tf.Tensor)).dataSync()[0] as number),
      0,
    );
    const costAlong = (by: number) => {
      const moved = start.map((tensor, i) => tf.add(tensor, tf.mul(direction[i] as tf.Tensor, by)));
      const nats = natsOf(at(moved), pictures, canvas);
      return nats.reduce((sum, part) => sum + part, 0) / nats.length;
    };
    const by = 1e-3;
    return { gradient, difference: (costAlong(by) - costAlong(-by)) / (2 * by) };
  });
}

function levelsTensor(pictures: readonly number[][], { height, width, channels }: Canvas): tf.Tensor4D {
  return tf.tensor4d(pictures.flat(), [pictures.length, height, width, channels], 'int32');
}

function natsTensor({ network, weights, options }: Subject, levels: tf.Tensor4D): tf.Tensor4D {
  const outputs = network.outputs(weights, levels, options?.(levels.shape[0]));
  return network.likelihood.nats(outputs, levels);
}

function natsOf(subject: Subject, pictures: readonly number[][], canvas: Canvas): Float64Array {
  return Float64Array.from(tf.tidy(() => natsTensor(subject, levelsTensor(pictures, canvas)).dataSync()));
}

/** One distribution for each picture and variable. */
function distributionsOf(subject: Subject, pictures: readonly number[][], canvas: Canvas): Float64Array[][] {
  const { network, weights, options } = subject;
  const { likelihood } = network;
  const outputs = tf.tidy(() => {
    const levels = levelsTensor(pictures, canvas);
    return network.outputs(weights, levels, options?.(pictures.length)).dataSync<'float32'>();
  });
  return pictures.map((picture, n) =>
    picture.map((_, variable) => {
      const channel = variable % canvas.channels;
      const pixel = (n * picture.length + variable - channel) / canvas.channels;
      const own = outputs.subarray(pixel * likelihood.outputs, (pixel + 1) * likelihood.outputs);
      return likelihood.probabilities(own, channel, picture.slice(variable - channel, variable));
    }),
  );
}
