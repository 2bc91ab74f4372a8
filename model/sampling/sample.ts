import * as tf from '@tensorflow/tfjs-node';
import type { Pictures } from '../events';
import type { Shaping } from '../likelihood/shaping-options';
import { pictureForm } from '../nets/model-shape';
import { createNetwork, weightTensors } from '../nets/networks';
import { drawCached } from './draw-cached';
import type { Drawing, DrawingHooks, KnownPixels, TrainedRun } from './drawing';
import type { DrawingOptions } from './drawing-options';
import { drawNaive, type NaiveDrawing } from './naive-sampler';

export type Sampler = 'cached' | 'naive';

/** Height and width are the run's size by default; options that reshape distributions change nothing. */
export interface DrawingRequest
  extends
    Pick<DrawingOptions, 'count' | 'seed' | 'start'>,
    Partial<Pick<DrawingOptions, 'height' | 'width'>>,
    Partial<Shaping> {
  /** Number of the first picture, 0 by default. Picture 7 is the same whether it is drawn alone or among others. */
  firstImage?: number;
  /** The class of all pictures; without it a network that knows classes takes them in turn. */
  classIndex?: number | undefined;
  /** Pixels that are given and not drawn, of the drawing's height and width. */
  known?: KnownPixels | undefined;
  /** `cached` by default; `naive` makes a forward pass for every pixel. */
  sampler?: Sampler;
}

export interface PictureHooks {
  /** Called up to twenty times a second: values drawn of all pictures together, and the pictures so far. */
  onProgress?: (done: number, total: number, pictures: Pictures) => void;
  /** Ends the drawing early. */
  signal?: AbortSignal;
  /** How many threads share the work of the cached sampler; by default as many as make it faster. */
  threads?: number;
}

/**
 * Draws pictures in raster order: each pixel's die picks a level from the distribution that the network predicts. A
 * cancelled drawing returns what is drawn by then: `complete` is false and pixels not yet drawn are 0.
 */
export async function drawPictures(
  run: TrainedRun,
  { sampler = 'cached', start, ...request }: DrawingRequest,
  { onProgress, signal, threads }: PictureHooks = {},
): Promise<{ pictures: Pictures; complete: boolean }> {
  const { settings, palette } = run.record;
  const { size } = settings;
  const { channels, levels } = pictureForm(run.record);
  const drawing: Drawing = { firstImage: 0, height: size, width: size, ...request };
  const { count, height, width } = drawing;
  const total = count * height * width * channels;
  const asPictures = (pixels: Uint8Array): Pictures => ({
    count,
    height,
    width,
    channels,
    levels,
    ...(palette.length > 0 && { palette }),
    pixels: firstOfEqualColours(pixels, palette),
  });
  const hooks: DrawingHooks = {
    signal,
    onProgress: onProgress && ((done, pixels) => onProgress(done, total, asPictures(pixels))),
  };
  const { done, pixels } =
    sampler === 'naive'
      ? await drawNaively(run, { ...drawing, start }, hooks)
      : await drawCached(run.record, run.weights, drawing, hooks, threads);
  return { pictures: asPictures(pixels), complete: done === total };
}

/**
 * A palette of few colours repeats some of them. The first level of a colour replaces the others, as when a picture
 * is read back.
 */
function firstOfEqualColours(pixels: Uint8Array, palette: readonly string[]): Uint8Array {
  const firsts = palette.map((colour) => palette.indexOf(colour));
  return firsts.some((first, level) => first !== level)
    ? pixels.map((level) => firsts[level] as number)
    : pixels;
}

async function drawNaively({ record, weights }: TrainedRun, drawing: NaiveDrawing, hooks: DrawingHooks) {
  const network = createNetwork(record);
  const tensors = weightTensors(network, weights);
  try {
    return await drawNaive(network, tensors, drawing, hooks);
  } finally {
    tf.dispose([...tensors.values()]);
  }
}
