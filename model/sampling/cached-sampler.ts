/**
 * Drawing with the WebAssembly kernel: each pixel is computed once. A picture depends on its number and the dice alone,
 * so any number of threads may share a drawing, each taking the next few pictures. Loads no TensorFlow.
 */
import { atTemperature, pickLevel, softmax } from '../likelihood/distribution';
import type { Weights } from '../nets/parameters';
import type { PixelcnnSettings } from '../nets/pixelcnn-parameters';
import { uniform } from '../random';
import type { Drawing } from './drawing';
import { bytesPerPicture, IncrementalPixelcnn } from './incremental-pixelcnn';

/** A drawing that threads share. Only the two buffers are written to. */
export interface SharedDrawing {
  settings: PixelcnnSettings;
  weights: Weights;
  drawing: Drawing;
  /** Pictures that one thread draws together. */
  batch: number;
  /** uint8 levels [count,H,W,1]. */
  pixels: SharedArrayBuffer;
  /** int32: pictures taken, pixels drawn, whether the drawing is cancelled. */
  state: SharedArrayBuffer;
}

const taken = 0;
const drawn = 1;
const cancelled = 2;

/** More pictures at once than this do not make one cheaper. */
const largestBatch = 16;
/** What a thread may keep of its pictures, in bytes. */
const cacheBytes = 256 * 2 ** 20;

export function shareDrawing(
  settings: PixelcnnSettings,
  weights: Weights,
  drawing: Drawing,
  batch: number,
): SharedDrawing {
  const pixels = new SharedArrayBuffer(drawing.count * drawing.height * drawing.width);
  return { settings, weights, drawing, batch, pixels, state: new SharedArrayBuffer(12) };
}

/** Pictures drawn together when `threads` share them evenly. The kernel likes multiples of four. */
export function batchFor(settings: PixelcnnSettings, drawing: Drawing, threads: number): number {
  const even = Math.ceil(drawing.count / threads / 4) * 4;
  const fitting = Math.max(1, Math.floor(cacheBytes / bytesPerPicture(settings, drawing)));
  return Math.min(even, fitting, largestBatch, drawing.count);
}

export function pixelsDrawn({ state }: SharedDrawing): number {
  return Atomics.load(new Int32Array(state), drawn);
}

/** Makes every thread end after its current pixel. */
export function cancelDrawing({ state }: SharedDrawing): void {
  Atomics.store(new Int32Array(state), cancelled, 1);
}

/** Draws pictures until all are taken or the drawing is cancelled; after each pixel tells how many all threads drew. */
export function* drawShare({
  settings,
  weights,
  drawing,
  batch,
  ...shared
}: SharedDrawing): Generator<number, void> {
  const { count, height, width } = drawing;
  const state = new Int32Array(shared.state);
  const network = new IncrementalPixelcnn(settings, weights, { count: batch, height, width });
  for (;;) {
    const first = Atomics.add(state, taken, batch);
    if (first >= count) return;
    const size = height * width;
    const last = Math.min(first + batch, count);
    const pixels = new Uint8Array(shared.pixels, first * size, (last - first) * size);
    for (const done of drawTogether(network, drawing, first, pixels)) {
      const total = Atomics.add(state, drawn, done) + done;
      if (Atomics.load(state, cancelled)) return;
      yield total;
    }
  }
}

/** Pictures `first` and following, as many as `pixels` holds, pixel by pixel; tells how many pixels are new. */
function* drawTogether(
  network: IncrementalPixelcnn,
  { height, width, seed, firstImage, temperature }: Drawing,
  first: number,
  pixels: Uint8Array,
): Generator<number, void> {
  const count = pixels.length / (height * width);
  const current = new Uint32Array(count);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let n = 0; n < count; n++) current[n] = (n * height + row) * width + column;
      network.logitsAt(current).forEach((logits, n) => {
        const pixel = current[n] as number;
        const die = uniform(seed, firstImage + first + n, row, column, 0);
        const level = pickLevel(atTemperature(softmax(logits), temperature), die);
        network.put(pixel, level);
        pixels[pixel] = level;
      });
      yield count;
    }
  }
}
