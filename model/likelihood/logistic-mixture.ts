/**
 * The discretized logistic mixture of PixelCNN++ (Salimans et al. 2017, arXiv 1701.05517, sections 2.1 and 2.2).
 *
 * A level v of L stands for x = 2v / (L - 1) - 1 and owns the bin from x - h to x + h, h = 1 / (L - 1); the first
 * and the last bin reach to minus and plus infinity. A component k has a weight for the whole pixel and, for each
 * channel, a logistic with mean and scale; the mean of G moves with x of R, that of B with x of R and G. The
 * channels share the choice of a component, so knowing R changes the weights under which G is drawn (Bayes).
 *
 * With a and b the scaled upper and lower edge of a bin and w = a - b = 2h / scale its width, its mass is
 *   s(a) - s(b) = s(a) * s(-b) * (1 - exp(-w)),   s(t) = 1 / (1 + exp(-t)),
 * exactly, without a small difference of numbers near 1. All of this file computes that product; no density
 * replaces a small mass, so the probabilities sum to 1.
 *
 * Layout of a pixel's outputs: K weights as logits; then for each channel K means and K log scales, followed for
 * three channels by K coefficients before tanh (under R: G on R, under G: B on R, under B: B on G).
 *
 * Float64, for drawing and inspection; likelihood-nats.ts computes the same for training.
 */
import type { PixelLikelihood } from './likelihood';

/** Log scales below this are clamped to it, as in the paper's code. */
export const smallestLogScale = -7;

export interface MixtureShape {
  /** 1 (grey) or 3 (R, G, B). */
  channels: number;
  /** Levels of a value, 2 to 256. */
  levels: number;
  /** Components of the mixture. */
  mixtures: number;
}

/** The likelihood of this file's head comment. @throws RangeError for channels other than 1 and 3 */
export function logisticMixture(shape: MixtureShape): PixelLikelihood {
  if (shape.channels !== 1 && shape.channels !== 3) {
    throw new RangeError(`A logistic mixture has 1 or 3 channels, not ${shape.channels}`);
  }
  const { channels, levels, mixtures } = shape;
  return {
    outputs: mixtures * (channels === 3 ? 10 : 3),
    probabilities: (outputs, channel, earlier) => {
      const weights = weightsGiven(shape, outputs, earlier);
      const probabilities = new Float64Array(levels);
      for (let k = 0; k < mixtures; k++) {
        const logistic = logisticOf(shape, outputs, k, channel, earlier);
        addMasses(probabilities, Math.exp(weights[k] as number), logistic);
      }
      return probabilities;
    },
    components: (outputs, channel, earlier) =>
      Array.from(weightsGiven(shape, outputs, earlier), (weight, k) => {
        const masses = new Float64Array(levels);
        addMasses(masses, Math.exp(weight), logisticOf(shape, outputs, k, channel, earlier));
        return masses;
      }),
    natsOfPixel: (outputs, values) =>
      Float64Array.from(values, (value, channel) => {
        const earlier = values.slice(0, channel);
        const masses = weightsGiven(shape, outputs, earlier).map(
          (weight, k) => weight + logMass(logisticOf(shape, outputs, k, channel, earlier), value, levels),
        );
        return -logSumExp(masses);
      }),
  };
}

/**
 * The index at which a channel's outputs of one kind begin; `part` is 0 for means, 1 for log scales, 2 for
 * coefficients.
 */
export function startOf({ channels, mixtures }: MixtureShape, channel: number, part: 0 | 1 | 2): number {
  return mixtures * (1 + channel * (channels === 3 ? 3 : 2) + part);
}

/** The channel under which the outputs hold the coefficient of `channel` on `earlier`: G on R, B on R, B on G. */
export function coefficientChannel(channel: number, earlier: number): number {
  return channel + earlier - 1;
}

/** x of a level, between -1 and 1. */
function positionOf(level: number, levels: number): number {
  return (2 * level) / (levels - 1) - 1;
}

interface Logistic {
  mean: number;
  logScale: number;
}

function logisticOf(
  shape: MixtureShape,
  outputs: ArrayLike<number>,
  k: number,
  channel: number,
  earlier: readonly number[],
): Logistic {
  const at = (where: number, part: 0 | 1 | 2) => outputs[startOf(shape, where, part) + k] as number;
  let mean = at(channel, 0);
  for (let before = 0; before < channel; before++) {
    const coefficient = Math.tanh(at(coefficientChannel(channel, before), 2));
    mean += coefficient * positionOf(earlier[before] as number, shape.levels);
  }
  return { mean, logScale: Math.max(at(channel, 1), smallestLogScale) };
}

/** Logs of the components' weights once the `earlier` channels are known; the weights sum to 1. */
function weightsGiven(
  shape: MixtureShape,
  outputs: ArrayLike<number>,
  earlier: readonly number[],
): Float64Array {
  const weights = Float64Array.from({ length: shape.mixtures }, (_, k) => {
    let weight = outputs[k] as number;
    earlier.forEach((level, channel) => {
      weight += logMass(logisticOf(shape, outputs, k, channel, earlier), level, shape.levels);
    });
    return weight;
  });
  const total = logSumExp(weights);
  return weights.map((weight) => weight - total);
}

function logMass({ mean, logScale }: Logistic, level: number, levels: number): number {
  const halfBin = 1 / (levels - 1);
  const distance = positionOf(level, levels) - mean;
  const inverseScale = Math.exp(-logScale);
  const isFirst = level === 0;
  const isLast = level === levels - 1;
  const below = isLast ? 0 : -softplus(-(distance + halfBin) * inverseScale);
  const above = isFirst ? 0 : -softplus((distance - halfBin) * inverseScale);
  const between =
    isFirst || isLast ? 0 : Math.log(-Math.expm1(-Math.max(2 * halfBin * inverseScale, 1e-300)));
  return below + above + between;
}

/**
 * Adds `weight` times the mass of every bin. Edges are equally far apart, so the exponential grows by the same factor
 * from one to the next; it is computed afresh every few edges, before rounding errors add up or it overflows.
 */
function addMasses(masses: Float64Array, weight: number, { mean, logScale }: Logistic): void {
  const last = masses.length - 1;
  const halfBin = 1 / last;
  const inverseScale = Math.exp(-logScale);
  const width = 2 * halfBin * inverseScale;
  const factor = Math.exp(width);
  const stride = width > 1 ? Math.max(1, Math.floor(32 / width)) : 32;
  const between = -Math.expm1(-width);
  // The first bin has no lower edge, the last no upper one.
  let fromLower = 1;
  let aboveUpper = 1;
  for (let first = 0; first < last; first += stride) {
    let edge = Math.exp((positionOf(first, masses.length) + halfBin - mean) * inverseScale);
    for (let level = first, end = Math.min(first + stride, last); level < end; level++, edge *= factor) {
      aboveUpper = 1 / (1 + edge);
      const belowUpper = edge < 1e300 ? edge * aboveUpper : 1;
      masses[level] = (masses[level] as number) + weight * belowUpper * fromLower;
      fromLower = aboveUpper * between;
    }
  }
  masses[last] = (masses[last] as number) + weight * aboveUpper;
}

function softplus(t: number): number {
  return Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
}

function logSumExp(values: Float64Array): number {
  const largest = values.reduce((a, b) => Math.max(a, b));
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
