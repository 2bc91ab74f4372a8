import type { ModelDescription } from '../nets/model-description';
import type { Weights } from '../nets/parameters';
import { IncrementalPixelcnn, pixelcnnBytesPerPicture } from './incremental-pixelcnn';
import type { Canvas } from './picture-plane';

/**
 * A network pixel by pixel: what it knows of earlier pixels is kept, so that a new one costs one pass through the layers
 * at that pixel alone. Pixels count picture by picture in raster order.
 */
export interface IncrementalNetwork {
  /** Goes on with new pictures, each of a class if the network knows classes. */
  begin(classes?: readonly number[]): void;

  /** Gives one channel of a pixel its level. */
  put(pixel: number, channel: number, level: number): void;

  /**
   * The likelihood's numbers for some pixels, one array each, right as far as the distribution of `channel` needs them.
   * For each of these pixels, and all pixels before it, every channel that comes before must have been asked for and
   * have its level. The answer is valid until the next call.
   */
  outputsAt(pixels: Uint32Array, channel: number): Float32Array[];
}

/** @param atOnce how many pixels one call of `outputsAt` may ask for */
export function createIncrementalNetwork(
  description: ModelDescription,
  weights: Weights,
  canvas: Canvas,
  atOnce = canvas.count,
): IncrementalNetwork {
  return new IncrementalPixelcnn(description, weights, canvas, atOnce);
}

/** Bytes that one picture keeps while it is drawn. */
export function bytesPerPicture(
  description: ModelDescription,
  size: { height: number; width: number },
): number {
  return pixelcnnBytesPerPicture(description, size);
}
