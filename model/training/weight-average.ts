/**
 * The share of the running mean of the weights that stays at a step, counted from 1. It is at most (1 + t) / (10 +
 * t), the rule of TensorFlow's moving average, so that the initial weights are forgotten sooner.
 */
export function averageDecayAt(decay: number, step: number): number {
  return Math.min(decay, (1 + step) / (10 + step));
}
