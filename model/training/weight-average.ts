/**
 * How much of the running mean of the weights stays at a step, counted from 1. At first less than `decay`, as the
 * weights of the beginning are worth forgetting: (1 + t) / (10 + t), the rule of TensorFlow's moving average.
 */
export function averageDecayAt(decay: number, step: number): number {
  return Math.min(decay, (1 + step) / (10 + step));
}
