import { type Curve, nearest } from '../charts/curve';

export interface CompareRow {
  step: number;
  /** One for each curve; null where it has none at this step. */
  values: (number | null)[];
}

/** The values of several curves at the steps of any of them, evenly thinned to about `most` rows; the last is kept. */
export function compareRows(curves: readonly Curve[], most: number): CompareRow[] {
  const steps = [...new Set(curves.flatMap((curve) => Array.from(curve.steps)))].sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(steps.length / most));
  return steps
    .filter((_, index) => (steps.length - 1 - index) % every === 0)
    .map((step) => ({
      step,
      values: curves.map((curve) => {
        const at = nearest(curve, step);
        return curve.steps[at] === step ? (curve.values[at] ?? null) : null;
      }),
    }));
}
