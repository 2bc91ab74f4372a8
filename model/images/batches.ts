import { permutation, randomUse } from '../random';
import { lengthSetting, type Settings } from '../settings';

export interface Batch {
  /** Passes completed before this one, from 0. */
  epoch: number;
  /** Indices in the data set; each training image appears once per epoch. */
  indices: Uint32Array;
}

/** Steps that show every training image once; the last may be a smaller batch. */
export function stepsPerEpoch(trainingImages: number, batchSize: number): number {
  return Math.ceil(trainingImages / batchSize);
}

/** The step at which a run ends, counted from its beginning. */
export function lastStepOf(settings: Settings, stepsInEpoch: number): number {
  return lengthSetting(settings) === 'steps' ? settings.steps : settings.epochs * stepsInEpoch;
}

/**
 * The images of a step, which counts from 0 at the beginning of the run. Every epoch has its own random order. The
 * result depends only on the arguments, so a resumed run needs only its step.
 */
export function batchAt(training: Uint32Array, batchSize: number, seed: number, step: number): Batch {
  const steps = stepsPerEpoch(training.length, batchSize);
  const epoch = Math.floor(step / steps);
  const start = (step % steps) * batchSize;
  const positions = orderOfEpoch(training.length, seed, epoch).subarray(start, start + batchSize);
  return { epoch, indices: positions.map((position) => training[position] as number) };
}

// Neighbouring steps share their epoch's order.
let latest = { count: -1, seed: -1, epoch: -1, order: permutation(0, 0, randomUse.order) };

function orderOfEpoch(count: number, seed: number, epoch: number): Uint32Array {
  if (latest.count !== count || latest.seed !== seed || latest.epoch !== epoch) {
    latest = { count, seed, epoch, order: permutation(count, seed, randomUse.order, epoch) };
  }
  return latest.order;
}
