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
