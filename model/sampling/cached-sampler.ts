/**
 * Draws with the WebAssembly kernel, which computes each pixel once. A picture depends only on its number and the
 * dice, so any number of threads may share a drawing, each taking the next few pictures. Loads no TensorFlow.
 */
import { pickLevel } from '../likelihood/distribution';
import { shaped } from '../likelihood/shaping';
import type { PixelLikelihood } from '../likelihood/likelihood';
import { likelihoodOf, pictureForm } from '../nets/model-shape';
import type { ModelDescription } from '../nets/model-description';
import type { Weights } from '../nets/parameters';
import { uniform } from '../random';
import { classOfPicture, type Drawing } from './drawing';
import type { IncrementalNetwork } from '../kernel/incremental-network';
import { bytesPerPicture, createIncrementalNetwork } from '../nets/incremental-networks';

/** A drawing that threads share. They write only to the two buffers. */
export interface SharedDrawing {
  description: ModelDescription;
  weights: Weights;
  drawing: Drawing;
  /** Pictures that one thread draws together. */
  batch: number;
  /** uint8 levels [count,H,W,C]. */
  pixels: SharedArrayBuffer;
  /** int32: pictures taken, values drawn, whether the drawing is cancelled. */
  state: SharedArrayBuffer;
}

const taken = 0;
const drawn = 1;
const cancelled = 2;

/** Drawing more pictures at once does not make each cheaper. */
const largestBatch = 16;
/** Memory for the caches of a thread, in bytes. */
const cacheBytes = 256 * 2 ** 20;

/** A drawing of which no picture is taken yet, in memory that threads share. */
export function shareDrawing(
  { settings, classNames, palette }: ModelDescription,
  weights: Weights,
  drawing: Drawing,
  batch: number,
): SharedDrawing {
  const description = { settings, classNames, palette };
  const { channels } = pictureForm(description);
  const pixels = new SharedArrayBuffer(drawing.count * drawing.height * drawing.width * channels);
  return { description, weights, drawing, batch, pixels, state: new SharedArrayBuffer(12) };
}

/**
 * How many pictures a thread draws together when `threads` share them evenly. The kernel is fastest with multiples of
 * four.
 */
export function batchFor(description: ModelDescription, drawing: Drawing, threads: number): number {
  const even = Math.ceil(drawing.count / threads / 4) * 4;
  const fitting = Math.max(1, Math.floor(cacheBytes / bytesPerPicture(description, drawing)));
  return Math.min(even, fitting, largestBatch, drawing.count);
}

/** Values (pixels and channels) that all threads have drawn so far. */
export function valuesDrawn({ state }: SharedDrawing): number {
  return Atomics.load(new Int32Array(state), drawn);
}

/** Makes every thread end after its current value. */
export function cancelDrawing({ state }: SharedDrawing): void {
  Atomics.store(new Int32Array(state), cancelled, 1);
}

/**
 * Draws pictures until all are taken or the drawing is cancelled; yields after each value how many all threads have
 * drawn.
 */
export function* drawShare(shared: SharedDrawing): Generator<number, void> {
  const { description, weights, drawing, batch } = shared;
  const { count, height, width } = drawing;
  const { channels, classes } = pictureForm(description);
  const state = new Int32Array(shared.state);
  const network = createIncrementalNetwork(description, weights, { count: batch, height, width });
  const likelihood = likelihoodOf(description);
  for (;;) {
    const first = Atomics.add(state, taken, batch);
    if (first >= count) return;
    const size = height * width * channels;
    const last = Math.min(first + batch, count);
    const images = Array.from({ length: last - first }, (_, n) => drawing.firstImage + first + n);
    const pixels = new Uint8Array(shared.pixels, first * size, images.length * size);
    network.begin(classes ? images.map((image) => classOfPicture(drawing, image, classes)) : undefined);
    for (const done of drawTogether({ network, likelihood, channels }, drawing, images, pixels)) {
      const total = Atomics.add(state, drawn, done) + done;
      if (Atomics.load(state, cancelled)) return;
      yield total;
    }
  }
}

interface Drawer {
  network: IncrementalNetwork;
  likelihood: PixelLikelihood;
  channels: number;
}

/** Draws the pictures of these numbers, value by value; yields how many values are new. */
function* drawTogether(
  { network, likelihood, channels }: Drawer,
  drawing: Drawing,
  images: readonly number[],
  pixels: Uint8Array,
): Generator<number, void> {
  const { height, width, seed, known } = drawing;
  const count = images.length;
  const current = new Uint32Array(count);
  // After the last unknown pixel the network is no longer needed.
  const last = known ? known.mask.lastIndexOf(0) : height * width - 1;
  for (let position = 0; position < height * width; position++) {
    const [row, column] = [Math.floor(position / width), position % width];
    for (let n = 0; n < count; n++) current[n] = n * height * width + position;
    for (let channel = 0; channel < channels; channel++) {
      const outputs = position <= last ? network.outputsAt(current, channel) : [];
      images.forEach((image, n) => {
        const pixel = current[n] as number;
        const at = pixel * channels + channel;
        let level: number;
        if (known?.mask[position]) level = known.levels[position * channels + channel] as number;
        else {
          const earlier = Array.from(pixels.subarray(at - channel, at));
          const own = likelihood.probabilities(outputs[n] as Float32Array, channel, earlier);
          level = pickLevel(shaped(own, drawing), uniform(seed, image, row, column, channel));
        }
        if (position <= last) network.put(pixel, channel, level);
        pixels[at] = level;
      });
      yield count;
    }
  }
}
