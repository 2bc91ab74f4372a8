/** Reshapes a distribution before a level is drawn from it: temperature, top-k and top-p. */
import { largestOf } from './distribution';
import { unshaped, type Shaping } from './shaping-options';

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
