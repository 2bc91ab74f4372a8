import type { ModelDescription } from './model-description';
import type { Weights } from './parameters';
import { gatedBytesPerPicture, IncrementalGated } from './gated/incremental';
import { IncrementalPixelcnn, pixelcnnBytesPerPicture } from './plain/incremental';
import { IncrementalPlusPlus, plusPlusBytesPerPicture } from './plus-plus/incremental';
import type { Canvas } from '../kernel/picture-plane';

/**
 * A network pixel by pixel: what it knows of earlier pixels is kept, so that a new one costs one pass through the layers
 * at that pixel alone. Pixels count picture by picture in raster order.
 *
 * The values of a picture, its pixels in raster order and the channels of a pixel in turn, are asked for one after
 * another, each of them, and get their level before the next one is asked for.
 */
export interface IncrementalNetwork {
  /** Goes on with new pictures, each of a class if the network knows classes. */
  begin(classes?: readonly number[]): void;

  /** Gives one channel of a pixel its level. */
  put(pixel: number, channel: number, level: number): void;

  /**
   * The likelihood's numbers for one pixel of each picture, one array each, right as far as the distribution of
   * `channel` needs them. The answer is valid until the next call.
   * @param pixels one of picture 0, one of picture 1 and so on; the last pictures may be left out
   */
  outputsAt(pixels: Uint32Array, channel: number): Float32Array[];
}

export function createIncrementalNetwork(
  description: ModelDescription,
  weights: Weights,
  canvas: Canvas,
): IncrementalNetwork {
  switch (description.settings.architecture) {
    case 'plain':
      return new IncrementalPixelcnn(description, weights, canvas);
    case 'gated':
      return new IncrementalGated(description, weights, canvas);
    case 'plus-plus':
      return new IncrementalPlusPlus(description, weights, canvas);
  }
}

/** Bytes that one picture of that size keeps while it is drawn. */
export function bytesPerPicture(
  description: ModelDescription,
  size: { height: number; width: number },
): number {
  switch (description.settings.architecture) {
    case 'plain':
      return pixelcnnBytesPerPicture(description, size.width);
    case 'gated':
      return gatedBytesPerPicture(description, size.width);
    case 'plus-plus':
      return plusPlusBytesPerPicture(description, size);
  }
}
