/**
 * Draws by the definition: a forward pass over the whole picture for every pixel and channel. It is slow and
 * obviously right, so the cached sampler and the masks are checked against it.
 */
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-node';
import { pickLevel } from '../likelihood/distribution';
import { shaped } from '../likelihood/shaping';
import type { Network } from '../nets/network';
import { valuesOf } from '../tensorflow/tensor-values';
import { randomUse, randomValues, uniform } from '../random';
import { classOfPicture, turnMilliseconds, type Drawing, type DrawingHooks, type Drawn } from './drawing';
import type { Start } from './drawing-options';

export interface NaiveDrawing extends Drawing {
  start: Start;
}

/** Limits the memory of a forward pass. */
const picturesAtOnce = 16;

/** Draws pictures with one forward pass for each pixel and channel. @param weights what `weightTensors` returns */
export async function drawNaive(
  network: Network,
  weights: ReadonlyMap<string, tf.Tensor>,
  drawing: NaiveDrawing,
  { onProgress, signal }: DrawingHooks = {},
): Promise<Drawn> {
  const { height, width, known } = drawing;
  const { channels } = network.form;
  const size = height * width * channels;
  const pixels = new Uint8Array(drawing.count * size);
  let done = 0;
  let lastTurn = performance.now();
  for (let first = 0; first < drawing.count; first += picturesAtOnce) {
    const count = Math.min(picturesAtOnce, drawing.count - first);
    const images = Array.from({ length: count }, (_, n) => drawing.firstImage + first + n);
    const canvas = startCanvas(network, drawing, images);
    for (let variable = 0; variable < size; variable++) {
      if (signal?.aborted) return { pixels, done };
      const channel = variable % channels;
      const position = Math.floor(variable / channels);
      const [row, column] = [Math.floor(position / width), position % width];
      const distributions = known?.mask[position]
        ? undefined
        : distributionsAt(network, weights, drawing, { images, canvas }, variable);
      images.forEach((image, n) => {
        const own = distributions?.[n];
        const die = uniform(drawing.seed, image, row, column, channel);
        const level = own ? pickLevel(shaped(own, drawing), die) : (known?.levels[variable] as number);
        canvas[n * size + variable] = level;
        pixels[(first + n) * size + variable] = level;
      });
      done += count;
      if (performance.now() - lastTurn > turnMilliseconds) {
        onProgress?.(done, pixels.slice());
        await setImmediate();
        lastTurn = performance.now();
      }
    }
  }
  return { pixels, done };
}

function startCanvas(
  { form: { channels, levels } }: Network,
  { height, width, seed, start }: NaiveDrawing,
  images: number[],
): Int32Array {
  const size = height * width * channels;
  const canvas = new Int32Array(images.length * size);
  if (start === 'noise') {
    images.forEach((image, n) => {
      const noise = randomValues(size, seed, randomUse.noise, image);
      canvas.set(
        noise.map((value) => Math.floor(value * levels)),
        n * size,
      );
    });
  }
  return canvas;
}

/**
 * The distribution of one variable (pixel and channel, in raster order) of every picture, given the current canvas.
 */
function distributionsAt(
  { outputs, likelihood, form: { channels, classes } }: Network,
  weights: ReadonlyMap<string, tf.Tensor>,
  drawing: NaiveDrawing,
  { images, canvas }: { images: readonly number[]; canvas: Int32Array },
  variable: number,
): Float64Array[] {
  const { height, width } = drawing;
  const size = height * width * channels;
  const count = images.length;
  const channel = variable % channels;
  const pixel = (variable - channel) / channels;
  const values = valuesOf(() => {
    const labels = images.map((image) => (classes ? classOfPicture(drawing, image, classes) : 0));
    const levels = tf.tensor4d(canvas, [count, height, width, channels], 'int32');
    const all = outputs(weights, levels, { labels: tf.tensor1d(labels, 'int32') });
    const asPixels = tf.reshape(all, [count, height * width, likelihood.outputs]);
    return tf.slice(asPixels, [0, pixel, 0], [count, 1, likelihood.outputs]);
  });
  return Array.from({ length: count }, (_, n) => {
    const own = values.subarray(n * likelihood.outputs, (n + 1) * likelihood.outputs);
    const earlier = canvas.subarray(n * size + variable - channel, n * size + variable);
    return likelihood.probabilities(own, channel, Array.from(earlier));
  });
}
