/**
 * What a network's outputs mean: a distribution over the levels of every pixel and channel. The channels of a
 * pixel are predicted in turn (R, G, B), so each distribution may depend on the pixel's earlier channels.
 */
export interface PixelLikelihood {
  /** Numbers the network gives for each pixel. */
  outputs: number;

  /**
   * Float64, for drawing and looking: the probability of every level of one channel of one pixel.
   * @param outputs the network's numbers for that pixel
   * @param earlier levels of the pixel's channels before `channel`
   * @returns one probability a level; they sum to 1
   */
  probabilities(outputs: ArrayLike<number>, channel: number, earlier: readonly number[]): Float64Array;

  /**
   * Where a distribution is a mixture: each component's part of the probability of every level; together they are
   * `probabilities`.
   */
  components?(outputs: ArrayLike<number>, channel: number, earlier: readonly number[]): Float64Array[];

  /**
   * Float64: -log p of each channel of one pixel given the channels before it, in nats. Finite where the
   * probability itself is too small for a double.
   */
  natsOfPixel(outputs: ArrayLike<number>, levels: readonly number[]): Float64Array;
}
