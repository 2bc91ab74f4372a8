/**
 * A softmax over the levels of each pixel and channel, in float64, for drawing and inspection: probabilities, bits
 * and dice agree to the last digit everywhere. likelihood-nats.ts computes the same for training.
 *
 * Layout of a pixel's outputs: the logit of level l of channel c is at c * levels + l.
 */
import { bitsOf, softmax } from './distribution';
import type { PixelLikelihood } from './likelihood';

export interface CategoricalShape {
  channels: number;
  levels: number;
}

/**
 * The likelihood described above. The network itself makes the logits of a channel depend on the pixel's earlier
 * channels.
 */
export function categorical({ channels, levels }: CategoricalShape): PixelLikelihood {
  // A loop, since drawing computes this for every value.
  const logitsOf = (outputs: ArrayLike<number>, channel: number) => {
    const logits = new Float64Array(levels);
    for (let level = 0; level < levels; level++) logits[level] = outputs[channel * levels + level] as number;
    return logits;
  };
  return {
    outputs: channels * levels,
    probabilities: (outputs, channel) => softmax(logitsOf(outputs, channel)),
    natsOfPixel: (outputs, values) =>
      Float64Array.from(values, (level, channel) => bitsOf(logitsOf(outputs, channel), level) * Math.LN2),
  };
}
