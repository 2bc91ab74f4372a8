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
  const tapSize = inputs * outputs;
  for (let tap = 0; tap < rows * side; tap++) {
    const [row, column] = [Math.floor(tap / side), tap % side];
    const start = tap * tapSize;
    if (row < reach || column < reach) mask.fill(1, start, start + tapSize);
    else if (column === reach) mask.set(currentTap(kernel), start);
  }
  return mask;
}

/** How many entries of a mask are 1. */
export function liveEntries(mask: Float32Array): number {
  let live = 0;
  // Larger nets have masks of tens of millions, which `reduce` and iterators take seconds for.
  for (let i = 0; i < mask.length; i++) live += mask[i] as number;
  return live;
}

/** Live inputs that reach one output, on average over the outputs. */
export function liveFanIn(mask: Float32Array, outputs: number): number {
  return liveEntries(mask) / outputs;
}

/** The tap at the pixel itself, [inputs, outputs]. */
function currentTap({ type, inputs, outputs, colours }: MaskedKernel): Float32Array {
  const tap = new Float32Array(inputs * outputs);
  for (let input = 0; input < inputs; input++) {
    const colour = colourOf(input, inputs, colours) + (type === 'A' ? 1 : 0);
    // The outputs of that colour and of all later ones, which lie at the end of the row.
    const first = Math.ceil((colour * outputs) / colours);
    tap.fill(1, input * outputs + Math.min(first, outputs), (input + 1) * outputs);
  }
  return tap;
}
