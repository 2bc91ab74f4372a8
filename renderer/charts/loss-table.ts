/** A run's losses as rows: some for the table, all of them for a file. */
import type { LossSeries } from '../../model/reports';
import { curveOf, nearest, smoothed } from './curve';

export interface LossRow {
  step: number;
  /** Bits per dimension; null where none was logged at this step. */
  training: number | null;
  smoothed: number | null;
  validation: number | null;
  best: boolean;
}

/**
 * Rows evenly picked among the evaluations, or among the steps of a run without any. The first, the last and the best
 * are always included.
 */
export function lossRows(losses: LossSeries, smoothing: number, most: number): LossRow[] {
  const { validationSteps, validation } = losses;
  const training = curveOf(losses);
  const means = smoothed(curveOf(losses.means ?? losses), smoothing);
  const listed = validationSteps.length ? validationSteps : losses.steps;
  const best = validation.length ? validation.indexOf(Math.min(...validation)) : -1;
  const every = Math.max(1, Math.ceil(listed.length / most));
  return Array.from(listed, (step, index) => ({ step, index }))
    .filter(({ index }) => index % every === 0 || index === best || index === listed.length - 1)
    .map(({ step, index }) => {
      const near = nearest(training, step);
      const isLogged = losses.steps[near] === step;
      return {
        step,
        training: isLogged ? (losses.training[near] ?? null) : null,
        smoothed: isLogged ? (means.values[nearest(means, step)] ?? null) : null,
        validation: validation[index] ?? null,
        best: index === best,
      };
    });
}

/** Every logged loss of the runs, one line a step, bits per dimension. */
export function lossesAsCsv(runs: readonly { name: string; losses: LossSeries }[]): string {
  const lines = ['run,step,training_bits_per_dim,validation_bits_per_dim'];
  for (const { name, losses } of runs) {
    const { steps, training, validationSteps, validation } = losses;
    const own = quoted(name);
    let t = 0;
    let v = 0;
    while (t < steps.length || v < validationSteps.length) {
      const step = Math.min(steps[t] ?? Infinity, validationSteps[v] ?? Infinity);
      const learnt = steps[t] === step ? training[t++] : '';
      const measured = validationSteps[v] === step ? validation[v++] : '';
      lines.push(`${own},${step},${learnt},${measured}`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** Quotes the name of a run, which a spreadsheet must not take for a formula. */
function quoted(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
