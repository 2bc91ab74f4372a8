import type { LossSeries } from '../../electron/api';

/** Steps, training loss and validation loss as columns of one length, holes as null: what uPlot draws. */
export type LossColumns = [number[], (number | null)[], (number | null)[]];

/** Merges the two series, each in order of its steps, on one axis of steps. */
export function lossColumns({ steps, training, validationSteps, validation }: LossSeries): LossColumns {
  const columns: LossColumns = [[], [], []];
  let t = 0;
  let v = 0;
  while (t < steps.length || v < validationSteps.length) {
    const trainingStep = steps[t] ?? Infinity;
    const validationStep = validationSteps[v] ?? Infinity;
    const step = Math.min(trainingStep, validationStep);
    columns[0].push(step);
    columns[1].push(trainingStep === step ? (training[t++] ?? null) : null);
    columns[2].push(validationStep === step ? (validation[v++] ?? null) : null);
  }
  return columns;
}
