/**
 * Which taps of a convolution may look where, so that no pixel sees itself or a later one. No TensorFlow here.
 *
 * Kernels are stored with their live rows only: the current row and those above, [(side + 1) / 2, side, inputs,
 * outputs]. In the current row the taps to the left live, those to the right are dead, and the tap at the pixel
 * itself obeys the order of the colours (van den Oord et al. 2016, arXiv 1601.06759, section 3.4): a mask of type A
 * lets a colour see earlier colours of its pixel, type B also itself.
 */
export type MaskType = 'A' | 'B';

export interface MaskedKernel {
  type: MaskType;
  /** Rows and columns of the whole kernel; odd. */
  side: number;
  inputs: number;
  outputs: number;
  /** Colours predicted in turn at each pixel: 1 for grey. */
  colours: number;
}

/** The colour that channel `channel` of `channels` belongs to. */
export function colourOf(channel: number, channels: number, colours: number): number {
  return Math.floor((colours * channel) / channels);
}

/** Rows a kernel of this side keeps. */
export function liveRows(side: number): number {
  return (side + 1) / 2;
}

export function kernelShape({ side, inputs, outputs }: MaskedKernel): [number, number, number, number] {
  return [liveRows(side), side, inputs, outputs];
}

/** 1 where a weight lives and 0 where it is dead, laid out as `kernelShape`. */
export function kernelMask(kernel: MaskedKernel): Float32Array {
  const { side, inputs, outputs } = kernel;
  const rows = liveRows(side);
  const reach = rows - 1;
  const mask = new Float32Array(rows * side * inputs * outputs);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < side; column++) {
      const isEarlier = row < reach || column < reach;
      const isCurrent = row === reach && column === reach;
      for (let input = 0; input < inputs; input++) {
        for (let output = 0; output < outputs; output++) {
          if (isEarlier || (isCurrent && colourMaySee(kernel, input, output))) mask[at] = 1;
          at++;
        }
      }
    }
  }
  return mask;
}

/** Live inputs that reach one output, on average over the outputs. */
export function liveFanIn(mask: Float32Array, outputs: number): number {
  return mask.reduce((sum, live) => sum + live, 0) / outputs;
}

function colourMaySee(
  { type, inputs, outputs, colours }: MaskedKernel,
  input: number,
  output: number,
): boolean {
  const seen = colourOf(input, inputs, colours);
  const seeing = colourOf(output, outputs, colours);
  return type === 'A' ? seen < seeing : seen <= seeing;
}
