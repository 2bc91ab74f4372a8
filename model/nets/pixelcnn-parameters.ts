/** Names, shapes and masks of everything the plain PixelCNN learns; the net itself is in pixelcnn.ts. No TensorFlow. */
import type { Settings } from '../settings';
import { kernelMask, kernelShape, liveFanIn, type MaskType } from './masks';
import type { ParameterSpec } from './parameters';

/** Channels of the pictures: grey. */
export const channels = 1;

export type PixelcnnSettings = Pick<
  Settings,
  'levels' | 'filters' | 'blocks' | 'firstKernel' | 'kernel' | 'inputScaling'
>;

/** In the order in which the net uses them, which is also their order in the flat vector. */
export function pixelcnnParameters(settings: PixelcnnSettings): ParameterSpec[] {
  const { filters, blocks, firstKernel, kernel, levels } = settings;
  const half = filters / 2;
  return [
    ...convolution('first', 'A', firstKernel, channels, filters),
    ...Array.from({ length: blocks }, (_, block) => [
      ...convolution(`blocks.${block}.reduce`, 'B', 1, filters, half),
      ...convolution(`blocks.${block}.masked`, 'B', kernel, half, half),
      ...convolution(`blocks.${block}.expand`, 'B', 1, half, filters),
    ]).flat(),
    ...convolution('head.0', 'B', 1, filters, filters),
    ...convolution('head.1', 'B', 1, filters, filters),
    ...convolution('out', 'B', 1, filters, channels * levels),
  ];
}

function convolution(
  name: string,
  type: MaskType,
  side: number,
  inputs: number,
  outputs: number,
): ParameterSpec[] {
  const kernel = { type, side, inputs, outputs, colours: channels };
  const mask = kernelMask(kernel);
  const fanIn = liveFanIn(mask, outputs);
  const shape = side === 1 ? [inputs, outputs] : kernelShape(kernel);
  return [
    { name: `${name}.kernel`, shape, fanIn, ...(mask.includes(0) && { mask }) },
    { name: `${name}.bias`, shape: [outputs], fanIn },
  ];
}
