/**
 * Distributions over the levels of one channel of a pixel, in float64, for drawing and display, without TensorFlow. A
 * distribution has one probability per level; they sum to 1.
 */
import { unshaped, type Shaping } from './shaping';

/** Nats as bits. */
export function inBits(nats: number): number {
  return nats / Math.LN2;
}

/** softmax(logits). */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const weights = new Float64Array(logits.length);
  const largest = largestOf(logits);
  let total = 0;
  for (let level = 0; level < weights.length; level++) {
    total += weights[level] = Math.exp((logits[level] as number) - largest);
  }
  for (let level = 0; level < weights.length; level++) weights[level] = (weights[level] as number) / total;
  return weights;
}

/** -log2 of the softmax at one level, in bits: finite even where the probability is too small for a double. */
export function bitsOf(logits: ArrayLike<number>, level: number): number {
  const largest = largestOf(logits);
  let total = 0;
  for (let other = 0; other < logits.length; other++) total += Math.exp((logits[other] as number) - largest);
  return inBits(Math.log(total) + largest - (logits[level] as number));
}

/**
 * The distribution with every probability raised to the power 1 / temperature and renormalised: below 1 likely levels
 * become likelier. At temperature 0 the largest gets probability 1, the first of equals.
 */
export function atTemperature(distribution: Float64Array, temperature: number): Float64Array {
  if (temperature === 1) return distribution;
  const largest = largestOf(distribution);
  if (temperature === 0) {
    const winner = distribution.indexOf(largest);
    return distribution.map((_, level) => (level === winner ? 1 : 0));
  }
  // Relative to the largest, so that no temperature makes all of them 0.
  const weights = distribution.map((p) => Math.pow(p / largest, 1 / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * The distribution to draw from: first the temperature is applied, then only the likeliest levels stay, by number and
 * by share (nucleus sampling, Holtzman et al. 2019, arXiv 1904.09751, section 3.1), each time renormalised.
 * @param shaping options that are left out change nothing
 */
export function shaped(distribution: Float64Array, shaping: Partial<Shaping>): Float64Array {
  const { temperature, topK, topP } = { ...unshaped, ...shaping };
  const warm = atTemperature(distribution, temperature);
  if ((topK === 0 || topK >= warm.length) && topP >= 1) return warm;
  // A stable sort: of equals the first ones stay.
  const byRank = Array.from(warm.keys()).sort((a, b) => (warm[b] as number) - (warm[a] as number));
  const candidates = topK > 0 ? byRank.slice(0, topK) : byRank;
  const mass = candidates.reduce((sum, level) => sum + (warm[level] as number), 0);
  const kept = new Set<number>();
  let total = 0;
  for (const level of candidates) {
    if (kept.size && total >= topP * mass) break;
    kept.add(level);
    total += warm[level] as number;
  }
  return warm.map((p, level) => (kept.has(level) ? p / total : 0));
}

/** Entropy in bits. */
export function entropyBits(distribution: Float64Array): number {
  return distribution.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
}

/**
 * The level that a die in (0, 1) picks: the first whose cumulative probability exceeds it. Where rounding keeps the
 * whole sum at or below the die, the last level with a probability above 0.
 */
export function pickLevel(distribution: Float64Array, die: number): number {
  let cumulative = 0;
  let lastPossible = 0;
  for (let level = 0; level < distribution.length; level++) {
    const p = distribution[level] as number;
    if (p > 0) lastPossible = level;
    cumulative += p;
    if (die < cumulative) return level;
  }
  return lastPossible;
}

function largestOf(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i] as number);
  return largest;
}
