/**
 * What a network's outputs mean: a distribution over the levels of every pixel and channel. The channels of a
 * pixel are predicted in turn (R, G, B), so each distribution may depend on the pixel's earlier channels.
 */
export interface PixelLikelihood {
  /** Numbers the network gives for each pixel. */
  outputs: number;

  /**
   * For drawing and inspection, in float64: the probability of every level of one channel of one pixel.
   * @param outputs the network's numbers for that pixel
   * @param earlier levels of the pixel's channels before `channel`
   * @returns one probability per level; they sum to 1
   */
  probabilities(outputs: ArrayLike<number>, channel: number, earlier: readonly number[]): Float64Array;

  /** For a mixture: each component's part of the probability of every level; their sum is `probabilities`. */
  components?(outputs: ArrayLike<number>, channel: number, earlier: readonly number[]): Float64Array[];

  /**
   * -log p of each channel of one pixel given the channels before it, in nats and float64. Finite where the
   * probability itself is too small for a double.
   */
  natsOfPixel(outputs: ArrayLike<number>, levels: readonly number[]): Float64Array;
}
