/**
 * The masks of convolutions, which keep a pixel from seeing itself or a later one. No TensorFlow here.
 *
 * Kernels are stored with their live rows only: the current row and those above, [(side + 1) / 2, side, inputs,
 * outputs]. In the current row the taps to the left are live and those to the right are masked. The tap at the pixel
 * itself follows the order of the colours (colour-order.ts).
 */
import { colourOf, type MaskType } from '../colour-order';

export interface MaskedKernel {
  type: MaskType;
  /** Rows and columns of the whole kernel; odd. */
  side: number;
  inputs: number;
  outputs: number;
  /** Colours predicted in turn at each pixel: 1 for grey. */
  colours: number;
}

/** The number of rows that a kernel of this side stores. */
export function liveRows(side: number): number {
  return (side + 1) / 2;
}

export function kernelShape({ side, inputs, outputs }: MaskedKernel): [number, number, number, number] {
  return [liveRows(side), side, inputs, outputs];
}

/** Returns 1 for each live weight and 0 for each masked one, in the layout of `kernelShape`. */
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

/** Counts the entries of a mask that are 1. */
export function liveEntries(mask: Float32Array): number {
  let live = 0;
  // Masks of large networks have tens of millions of entries, for which `reduce` and iterators take seconds.
  for (let i = 0; i < mask.length; i++) live += mask[i] as number;
  return live;
}

/** Returns the number of live inputs of an output, averaged over the outputs. */
export function liveFanIn(mask: Float32Array, outputs: number): number {
  return liveEntries(mask) / outputs;
}

/** Returns the mask of the tap at the pixel itself, [inputs, outputs]. */
function currentTap({ type, inputs, outputs, colours }: MaskedKernel): Float32Array {
  const tap = new Float32Array(inputs * outputs);
  for (let input = 0; input < inputs; input++) {
    const colour = colourOf(input, inputs, colours) + (type === 'A' ? 1 : 0);
    // The outputs of that colour and of all later ones are at the end of the row.
    const first = Math.ceil((colour * outputs) / colours);
    tap.fill(1, input * outputs + Math.min(first, outputs), (input + 1) * outputs);
  }
  return tap;
}
