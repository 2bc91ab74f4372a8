/** Measurements with which tests compare a drawing with one forward pass of TensorFlow over its finished pictures. */
import * as tf from '@tensorflow/tfjs-node';
import type { Pictures } from '../events';
import { shaped } from '../likelihood/shaping';
import { createNetwork, weightTensors } from '../nets/networks';
import { uniform } from '../random';
import type { Drawing, TrainedRun } from '../sampling/drawing';

/** The distribution of every value of every picture given the values before it, in raster order. */
export function conditionals(
  { record, weights }: TrainedRun,
  pictures: Pictures,
  classOf: (picture: number) => number = () => 0,
): Float64Array[] {
  const { count, height, width, channels, pixels } = pictures;
  const network = createNetwork(record);
  const { likelihood } = network;
  const outputs = tf.tidy(() => {
    const drawn = tf.tensor4d(Int32Array.from(pixels), [count, height, width, channels], 'int32');
    const labels = tf.tensor1d(
      Array.from({ length: count }, (_, n) => classOf(n)),
      'int32',
    );
    return network.outputs(weightTensors(network, weights), drawn, { labels }).dataSync<'float32'>();
  });
  return Array.from(pixels, (_, i) => {
    const channel = i % channels;
    const pixel = (i - channel) / channels;
    const own = outputs.subarray(pixel * likelihood.outputs, (pixel + 1) * likelihood.outputs);
    return likelihood.probabilities(own, channel, Array.from(pixels.subarray(i - channel, i)));
  });
}

/** The largest difference between two lists of distributions, in logarithms of probabilities above `smallest`. */
export function furthestApart(
  a: readonly Float64Array[],
  b: readonly Float64Array[],
  smallest = 1e-30,
): number {
  let furthest = 0;
  a.forEach((distribution, i) =>
    distribution.forEach((p, level) => {
      const q = b[i]?.[level] as number;
      if (p > smallest || q > smallest) furthest = Math.max(furthest, Math.abs(Math.log(p / q)));
    }),
  );
  return furthest;
}

/**
 * Compares each drawn value with the level that its die picks from its distribution. @returns how many differ with a
 * die within 1e-5 of an edge between levels (ties), and how many others differ (wrong)
 */
export function comparePicks(
  distributions: readonly Float64Array[],
  { height, width, channels, pixels }: Pictures,
  drawing: Pick<Drawing, 'seed' | 'temperature'> & Partial<Drawing>,
): { ties: number; wrong: number } {
  const { seed, firstImage = 0, known } = drawing;
  let ties = 0;
  let wrong = 0;
  pixels.forEach((level, i) => {
    const [channel, column] = [i % channels, Math.floor(i / channels) % width];
    const row = Math.floor(i / (channels * width)) % height;
    if (known?.mask[row * width + column]) return;
    const image = firstImage + Math.floor(i / (channels * width * height));
    const die = uniform(seed, image, row, column, channel);
    const distribution = shaped(distributions[i] as Float64Array, drawing);
    const below = distribution.subarray(0, level).reduce((sum, p) => sum + p, 0);
    const above = below + (distribution[level] as number);
    if (die >= below && die < above) return;
    if (die >= below - 1e-5 && die < above + 1e-5) ties++;
    else wrong++;
  });
  return { ties, wrong };
}
