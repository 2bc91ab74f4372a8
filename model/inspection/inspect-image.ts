/** A network's distributions for a given picture: one forward pass gives those of all pixels. */
import * as tf from '@tensorflow/tfjs-node';
import { StudioError } from '../errors';
import type { Pictures } from '../events';
import { entropyBits, inBits } from '../likelihood/distribution';
import type { PixelLikelihood } from '../likelihood/likelihood';
import { createNetwork, weightTensors } from '../nets/networks';
import { valuesOf } from '../tensorflow/tensor-values';
import type { PixelInspection } from '../reports';
import type { TrainedRun } from '../sampling/drawing';

/** An inspected picture. It keeps the network's outputs, from which it computes distributions on request. */
export class ImagePredictions {
  /** -log2 of the probability of each value given those before it, in bits; [H,W,C]. */
  readonly surprise: Float32Array;
  /** Entropy of each value's distribution in bits; [H,W,C]. */
  readonly entropy: Float32Array;
  /** Mean level of each value's distribution; [H,W,C]. */
  readonly expected: Float32Array;
  /** The likeliest level of each value, the first of equals; [H,W,C]. */
  readonly likeliest: Uint8Array;
  /** Mean of `surprise`. */
  readonly bitsPerDim: number;

  /**
   * @param picture one picture
   * @param outputs float32 [H,W,likelihood.outputs]
   */
  constructor(
    readonly picture: Pictures,
    private readonly likelihood: PixelLikelihood,
    private readonly outputs: Float32Array,
  ) {
    const { height, width, pixels } = picture;
    const indices = Array.from({ length: height * width }, (_, index) => index);
    const bits = indices.flatMap((index) => this.#bitsAt(index));
    const distributions = indices.flatMap((index) => this.#distributionsAt(index));
    this.surprise = Float32Array.from(bits);
    this.entropy = Float32Array.from(distributions, entropyBits);
    this.expected = Float32Array.from(distributions, (own) =>
      own.reduce((sum, p, level) => sum + p * level, 0),
    );
    this.likeliest = Uint8Array.from(distributions, (own) =>
      own.reduce((best, p, level) => (p > (own[best] as number) ? level : best), 0),
    );
    this.bitsPerDim = bits.reduce((sum, own) => sum + own, 0) / pixels.length;
  }

  /**
   * The distributions of a pixel's channels; x counts to the right and y down, from 0 at the top left.
   * @throws StudioError pixel-outside
   */
  pixel(x: number, y: number): PixelInspection {
    const { height, width } = this.picture;
    const isInside = (at: number, side: number) => Number.isInteger(at) && at >= 0 && at < side;
    if (!isInside(x, width) || !isInside(y, height)) {
      throw new StudioError('pixel-outside', { x, y, width, height });
    }
    const index = y * width + x;
    const distributions = this.#distributionsAt(index);
    const components = this.#componentsAt(index);
    return {
      x,
      y,
      probabilities: distributions.map((distribution) => Float32Array.from(distribution)),
      ...(components && { components }),
      value: this.#levelsAt(index),
      bits: this.#bitsAt(index),
      entropy: distributions.map(entropyBits),
    };
  }

  /** The probability of one level at every value; [H,W,C]. */
  probabilityOf(level: number): Float32Array {
    const { height, width } = this.picture;
    const indices = Array.from({ length: height * width }, (_, index) => index);
    return Float32Array.from(
      indices.flatMap((index) => this.#distributionsAt(index)),
      (own) => own[level] ?? 0,
    );
  }

  #levelsAt(index: number): number[] {
    const { channels, pixels } = this.picture;
    return [...pixels.subarray(index * channels, (index + 1) * channels)];
  }

  #outputsAt(index: number): Float32Array {
    const { outputs } = this.likelihood;
    return this.outputs.subarray(index * outputs, (index + 1) * outputs);
  }

  #bitsAt(index: number): number[] {
    const nats = this.likelihood.natsOfPixel(this.#outputsAt(index), this.#levelsAt(index));
    return Array.from(nats, inBits);
  }

  #componentsAt(index: number): Float32Array[][] | undefined {
    const { likelihood } = this;
    const levels = this.#levelsAt(index);
    if (!likelihood.components) return undefined;
    return levels.map((_, channel) =>
      (likelihood.components?.(this.#outputsAt(index), channel, levels.slice(0, channel)) ?? []).map((own) =>
        Float32Array.from(own),
      ),
    );
  }

  #distributionsAt(index: number): Float64Array[] {
    const levels = this.#levelsAt(index);
    return levels.map((_, channel) =>
      this.likelihood.probabilities(this.#outputsAt(index), channel, levels.slice(0, channel)),
    );
  }
}

/**
 * Runs a network on a picture.
 * @param picture one picture of any height and width, in the run's levels
 * @param classIndex the class that the network is given, if it knows classes
 */
export function inspectImage(
  { record, weights }: TrainedRun,
  picture: Pictures,
  classIndex = 0,
): ImagePredictions {
  const { height, width, channels, pixels } = picture;
  const network = createNetwork(record);
  const outputs = valuesOf(() => {
    const levels = tf.tensor4d(pixels, [1, height, width, channels], 'int32');
    const labels = tf.tensor1d([classIndex], 'int32');
    return network.outputs(weightTensors(network, weights), levels, { labels });
  });
  return new ImagePredictions(picture, network.likelihood, outputs);
}
