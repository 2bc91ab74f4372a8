import * as tf from '@tensorflow/tfjs-node';
import { createNetwork } from '../nets/network';
import type { TrainedRun } from '../sampling/drawing';
import { defaultSettings, type Settings } from '../settings';
import { randomWeights } from './network-proofs';

/** A run with random weights in which every path through the network carries something, masked taps included. */
export function randomRun(changes: Partial<Settings>, seed = 1): TrainedRun {
  const settings = { ...defaultSettings, ...changes };
  const tensors = randomWeights(createNetwork(settings), seed);
  const weights = new Map([...tensors].map(([name, tensor]) => [name, tensor.dataSync<'float32'>().slice()]));
  tf.dispose([...tensors.values()]);
  return { record: { settings }, weights };
}
