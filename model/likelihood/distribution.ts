/**
 * Distributions over the levels of one channel of a pixel, in float64, for drawing and display, without TensorFlow. A
 * distribution has one probability per level; they sum to 1.
 */
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

export function largestOf(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i] as number);
  return largest;
}
