import { shaped } from '../../model/likelihood/shaping';
import { cutsOf, isShaped, type Shaping } from '../../model/likelihood/shaping-options';
import { significant } from '../words/quantities';

export interface Reshaped {
  /** The probabilities that would be drawn from. */
  shares: Float64Array;
  /** How a level came to its share, as arithmetic; empty where nothing is reshaped. */
  arithmetic(level: number): string;
}

/** A distribution under a temperature, top-k and top-p. */
export function reshaped(probabilities: Float32Array, shaping: Shaping): Reshaped {
  const { temperature } = shaping;
  const own = Float64Array.from(probabilities);
  const warm = shaped(own, { temperature });
  const shares = shaped(own, shaping);
  const powers = own.map((p) => Math.pow(p, 1 / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  const kept = warm.reduce((total, p, level) => total + (shares[level] ? p : 0), 0);

  function arithmetic(level: number): string {
    if (!isShaped(shaping)) return '';
    const p = significant(own[level] ?? 0);
    const steps = [`p = ${p}`];
    if (temperature === 0) steps.push('at temperature 0 the likeliest level is certain');
    else if (temperature !== 1) {
      steps.push(`${p}^(1/${significant(temperature)}) = ${significant(powers[level] ?? 0)}`);
      steps.push(`÷ ${significant(sum)} = ${significant(warm[level] ?? 0)}`);
    }
    if (kept < 1 - 1e-9) {
      steps.push(
        shares[level]
          ? `kept, ÷ ${significant(kept)} = ${significant(shares[level] ?? 0)}`
          : `left out by ${cutsOf(shaping)
              .map(({ name }) => name)
              .join(' and ')}`,
      );
    }
    return steps.join(' → ');
  }
  return { shares, arithmetic };
}
