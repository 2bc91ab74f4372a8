/** Names, shapes and masks of the plain PixelCNN's parameters; network.ts uses them. No TensorFlow here. */
import type { NetworkSettings } from '../../settings/network';
import type { MaskType } from '../../colour-order';
import { kernelMask, kernelShape, liveFanIn } from '../masks';
import type { PictureForm } from '../../picture-form';
import type { ParameterSpec } from '../parameters';

export type PixelcnnShape = Pick<PictureForm, 'channels' | 'width' | 'levels' | 'classes'> &
  Pick<NetworkSettings, 'filters' | 'blocks' | 'firstKernel' | 'kernel'>;

/**
 * Returns the parameters in the order of use, which is also their order in the flat vector. With three channels every
 * convolution is masked by colour, the last one too: channel k of F belongs to colour floor(3k / F).
 */
export function pixelcnnParameters(shape: PixelcnnShape): ParameterSpec[] {
  const { channels, width, levels, classes, filters, blocks, firstKernel, kernel } = shape;
  const half = filters / 2;

  const convolution = (name: string, type: MaskType, side: number, inputs: number, outputs: number) => {
    const masked = { type, side, inputs, outputs, colours: channels };
    const mask = kernelMask(masked);
    const fanIn = liveFanIn(mask, outputs);
    const sides = side === 1 ? [inputs, outputs] : kernelShape(masked);
    return [
      { name: `${name}.kernel`, shape: sides, fanIn, ...(mask.includes(0) && { mask }) },
      { name: `${name}.bias`, shape: [outputs], fanIn },
    ];
  };
  const classTable = (name: string, outputs: number, fanIn: number): ParameterSpec[] =>
    classes ? [{ name: `${name}.classes`, shape: [classes, outputs], fanIn }] : [];

  return [
    ...convolution('first', 'A', firstKernel, channels * width, filters),
    ...classTable('first', filters, classes),
    ...Array.from({ length: blocks }, (_, block) => [
      ...convolution(`blocks.${block}.reduce`, 'B', 1, filters, half),
      ...convolution(`blocks.${block}.masked`, 'B', kernel, half, half),
      ...classTable(`blocks.${block}.masked`, half, classes),
      ...convolution(`blocks.${block}.expand`, 'B', 1, half, filters),
    ]).flat(),
    ...convolution('head.0', 'B', 1, filters, filters),
    ...convolution('head.1', 'B', 1, filters, filters),
    ...convolution('out', 'B', 1, filters, channels * levels),
  ];
}
