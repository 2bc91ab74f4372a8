/** Checks that pixels not yet drawn have no influence: a blank and a noisy canvas must give the same pictures. */
import * as tf from '@tensorflow/tfjs-node';
import { StudioError } from '../errors';
import type { Network } from '../nets/network';
import { createNetwork, weightTensors } from '../nets/networks';
import { countLive } from '../nets/parameters';
import type { MaskCheck } from '../reports';
import type { Drawing, TrainedRun } from './drawing';
import type { Start } from './drawing-options';
import { drawNaive } from './naive-sampler';

const pictures = 4;
/** Multiplications that take some seconds; a large network is checked on a smaller canvas. */
const affordable = 1e11;
/** The fixed cost of a tensor of weights in each forward pass, in multiplications that take as long. */
const layerOverhead = 3.5e6;
const smallestSide = 4;

/**
 * Draws a few pictures with the naive sampler from both starts and compares them.
 * @throws StudioError cancelled
 */
export async function checkMasks({ record, weights }: TrainedRun, signal?: AbortSignal): Promise<MaskCheck> {
  const { settings, palette } = record;
  const network = createNetwork(record);
  const tensors = weightTensors(network, weights);
  const side = affordableSide(network, settings.size);
  const drawing = {
    count: pictures,
    firstImage: 0,
    height: side,
    width: side,
    seed: settings.seed,
    temperature: 1,
  };
  try {
    return await compareStarts(network, tensors, drawing, palette, signal);
  } finally {
    tf.dispose([...tensors.values()]);
  }
}

/** Draws the same pictures with the naive sampler from both starts. @throws StudioError cancelled */
export async function compareStarts(
  network: Network,
  weights: ReadonlyMap<string, tf.Tensor>,
  drawing: Drawing,
  palette: readonly string[],
  signal?: AbortSignal,
): Promise<MaskCheck> {
  const { count, height, width } = drawing;
  const { channels, levels } = network.form;
  const from = async (start: Start) => {
    const { pixels } = await drawNaive(network, weights, { ...drawing, start }, { signal });
    if (signal?.aborted) throw new StudioError('cancelled', {});
    return { count, height, width, channels, levels, ...(palette.length > 0 && { palette }), pixels };
  };
  const fromBlank = await from('blank');
  const fromNoise = await from('noise');
  const same = fromBlank.pixels.every((level, i) => level === fromNoise.pixels[i]);
  return { same, fromBlank, fromNoise };
}

/** The side of the canvas for a run of size `largest`. The cost grows with the fourth power of the side. */
export function affordableSide(
  { parameters, form: { channels } }: Pick<Network, 'parameters' | 'form'>,
  largest: number,
): number {
  const perPixel = countLive(parameters);
  const overhead = layerOverhead * parameters.length;
  const cost = (side: number) => {
    const passes = 2 * channels * side ** 2;
    return passes * (pictures * side ** 2 * perPixel + overhead);
  };
  let side = largest;
  while (side > smallestSide && cost(side) > affordable) side--;
  return side;
}
