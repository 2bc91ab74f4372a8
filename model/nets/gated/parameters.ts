/** Names, shapes and masks of the Gated PixelCNN's parameters; network.ts uses them. No TensorFlow here. */
import type { NetworkSettings } from '../../settings/network';
import type { MaskType } from '../../colour-order';
import { kernelMask, liveFanIn } from '../masks';
import type { PictureForm } from '../../picture-form';
import { sizeOf, type ParameterSpec } from '../parameters';

export type GatedShape = Pick<PictureForm, 'channels' | 'width' | 'levels' | 'classes'> &
  Pick<NetworkSettings, 'filters' | 'blocks' | 'firstKernel' | 'kernel' | 'headFilters'>;

/**
 * Returns the parameters in the order of use. Channel k of F belongs to colour floor(colours * k / F). A gated layer's
 * 2F maps are F for tanh, then F for sigmoid: map k of either half belongs to the colour of channel k, their product.
 *
 * Every convolution of the horizontal stack and the head is masked, 1x1 included. The vertical stack has no masks
 * (section 2.2 of arXiv 1606.05328): it reads only rows above, where every colour may see every other.
 */
export function gatedParameters(shape: GatedShape): ParameterSpec[] {
  const { channels, width, levels, classes, filters, blocks, headFilters } = shape;
  const gates = 2 * filters;
  const parameters: ParameterSpec[] = [];

  const add = (name: string, kernel: readonly number[], mask?: Float32Array) => {
    const outputs = kernel[kernel.length - 1] as number;
    const fanIn = mask ? liveFanIn(mask, outputs) : sizeOf(kernel) / outputs;
    parameters.push({ name, shape: kernel, fanIn, ...(mask?.includes(0) && { mask }) });
    return fanIn;
  };
  const addBias = (name: string, outputs: number, fanIn: number) =>
    parameters.push({ name, shape: [outputs], fanIn });
  const addClasses = (name: string) => {
    if (classes) add(name, [classes, gates]);
  };
  const addDense = (name: string, inputs: number, outputs: number) => {
    const fanIn = add(`${name}.kernel`, [inputs, outputs], colourMask('B', inputs, outputs, channels));
    addBias(`${name}.bias`, outputs, fanIn);
  };

  for (let layer = 0; layer < blocks; layer++) {
    const isFirst = layer === 0;
    const side = isFirst ? shape.firstKernel : shape.kernel;
    const reach = (side - 1) / 2;
    const inputs = isFirst ? channels * width : filters;
    const at = `layers.${layer}`;

    // The first layer reads the picture, where a pixel's own row is excluded; maps of later layers see only rows above.
    const above = add(`${at}.vertical.kernel`, [isFirst ? reach : reach + 1, side, inputs, gates]);
    addBias(`${at}.vertical.bias`, gates, above);
    if (layer < blocks - 1) addClasses(`${at}.vertical.classes`);

    const own = twice(colourMask(isFirst ? 'A' : 'B', inputs, filters, channels), filters);
    const left = new Float32Array(reach * inputs * gates).fill(1);
    // The first layer of grey pictures has no tap at the pixel itself.
    const mask = own.includes(1) ? joined(left, own) : left;
    const beside = add(`${at}.horizontal.kernel`, [1, mask.length / (inputs * gates), inputs, gates], mask);
    addBias(`${at}.horizontal.bias`, gates, beside);
    addClasses(`${at}.horizontal.classes`);

    const half = twice(colourMask('B', filters, filters, channels), filters);
    add(`${at}.link.kernel`, [gates, gates], joined(half, half));
    addDense(`${at}.residual`, filters, filters);
  }
  addDense('head.0', filters, headFilters);
  addDense('head.1', headFilters, headFilters);
  addDense('out', headFilters, channels * levels);
  return parameters;
}

/** Returns the mask of a 1x1 convolution, [inputs, outputs]. */
function colourMask(type: MaskType, inputs: number, outputs: number, colours: number): Float32Array {
  return kernelMask({ type, side: 1, inputs, outputs, colours });
}

/** Returns a mask for twice the outputs, whose second half repeats the first. */
function twice(mask: Float32Array, outputs: number): Float32Array {
  const both = new Float32Array(2 * mask.length);
  for (let at = 0; at < mask.length; at += outputs) {
    const row = mask.subarray(at, at + outputs);
    both.set(row, 2 * at);
    both.set(row, 2 * at + outputs);
  }
  return both;
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
