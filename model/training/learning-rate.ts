import type { Settings } from '../settings';

/**
 * The learning rate of a step, counted from 1: it rises linearly over the warm-up and decays by the same factor after
 * every step, as in the code of PixelCNN++ (arXiv 1701.05517).
 */
export function learningRateAt(
  {
    learningRate,
    warmUp,
    learningRateDecay,
  }: Pick<Settings, 'learningRate' | 'warmUp' | 'learningRateDecay'>,
  step: number,
): number {
  return learningRate * Math.min(1, step / Math.max(1, warmUp)) * learningRateDecay ** (step - 1);
}
