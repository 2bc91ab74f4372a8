import * as tf from '@tensorflow/tfjs-node';
import type { Pictures } from '../events';
import { createNetwork, weightTensors } from '../nets/network';
import type { Weights } from '../nets/parameters';
import { channels } from '../nets/pixelcnn-parameters';
import type { Settings } from '../settings';
import { drawCached } from './draw-cached';
import type { Drawing, DrawingHooks, TrainedRun } from './drawing';
import { drawNaive, type NaiveDrawing, type Start } from './naive-sampler';

export type Sampler = 'cached' | 'naive';

export interface DrawingRequest {
  count: number;
  /** Number of the first picture, 0 by default: picture 7 is the same drawn alone or among others. */
  firstImage?: number;
  seed: number;
  temperature: number;
  start: Start;
  /** The run's size by default. */
  height?: number;
  width?: number;
  /** `cached` by default; `naive` takes a forward pass for every pixel. */
  sampler?: Sampler;
}

export interface PictureHooks {
  /** Called up to twenty times a second: pixels drawn of all pictures together, and the pictures so far. */
  onProgress?: (done: number, total: number, pictures: Pictures) => void;
  /** Ends the drawing early. */
  signal?: AbortSignal;
  /** How many threads share the work of the cached sampler; as many as pay by default. */
  threads?: number;
}

/**
 * Draws pictures in raster order, each pixel by its die from the distribution the network gives it. A cancelled
 * drawing answers with what is done: `complete` is false and pixels not yet drawn are 0.
 */
export async function drawPictures(
  { record: { settings }, weights }: TrainedRun,
  { sampler = 'cached', start, ...request }: DrawingRequest,
  { onProgress, signal, threads }: PictureHooks = {},
): Promise<{ pictures: Pictures; complete: boolean }> {
  const { size, levels } = settings;
  const drawing: Drawing = { firstImage: 0, height: size, width: size, ...request };
  const { count, height, width } = drawing;
  const total = count * height * width * channels;
  const asPictures = (pixels: Uint8Array) => ({ count, height, width, channels, levels, pixels });
  const hooks: DrawingHooks = {
    signal,
    onProgress: onProgress && ((done, pixels) => onProgress(done, total, asPictures(pixels))),
  };
  const { done, pixels } =
    sampler === 'naive'
      ? await drawNaively(settings, weights, { ...drawing, channels, levels, start }, hooks)
      : await drawCached(settings, weights, drawing, hooks, threads);
  return { pictures: asPictures(pixels), complete: done === total };
}

async function drawNaively(settings: Settings, weights: Weights, drawing: NaiveDrawing, hooks: DrawingHooks) {
  const network = createNetwork(settings);
  const tensors = weightTensors(network, weights);
  try {
    return await drawNaive(network, tensors, drawing, hooks);
  } finally {
    tf.dispose([...tensors.values()]);
  }
}
