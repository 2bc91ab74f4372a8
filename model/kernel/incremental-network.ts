/**
 * A network evaluated pixel by pixel. It keeps what it computed for earlier pixels, so that a new one costs one pass
 * through the layers at that pixel alone. Pixels are numbered picture by picture in raster order.
 *
 * The caller asks for the values of a picture one after another, pixels in raster order and the channels of a pixel
 * in turn, skips none, and sets the level of each before it asks for the next.
 */
export interface IncrementalNetwork {
  /** Starts new pictures, each of a class if the network knows classes. */
  begin(classes?: readonly number[]): void;

  /** Sets the level of one channel of a pixel. */
  put(pixel: number, channel: number, level: number): void;

  /**
   * The network's outputs for one pixel of each picture, one array each, valid as far as the distribution of
   * `channel` needs them, and only until the next call.
   * @param pixels one of picture 0, one of picture 1 and so on; the last pictures may be left out
   */
  outputsAt(pixels: Uint32Array, channel: number): Float32Array[];
}
