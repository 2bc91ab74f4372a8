/** One layer of a network in the kernel's memory: its weights in the order in which the kernel reads them. */
import { lanes, type Cell, type CellPart } from './cell';
import type { KernelMemory } from './kernel-memory';

/** The rows of a layer's input or output: row r is at `address` plus its offset in bytes. */
export interface Rows {
  address: number;
  /** Address of the offsets. */
  offsets: number;
}

/** A run of numbers that a layer reads: its offset in bytes from the row's own cell, and how many numbers. */
export type Segment = readonly [offset: number, length: number];

export interface LayerWeights {
  /** [taps * channels read, channels written] */
  kernel: Float32Array;
  /** [channels written]; zeros by default. */
  bias?: Float32Array;
  /** [classes, channels written]: added to the bias of a row of that class. */
  classes?: Float32Array | undefined;
}

export class KernelLayer {
  readonly #inputs: number;
  readonly #segmentCount: number;
  readonly #segments: number;
  readonly #weights: number;
  readonly #biases: number;
  readonly #start: number;
  readonly #outputs: number;

  /**
   * @param from the form of the input: each segment begins with a cell, and the cells correspond to the kernel's taps
   * in order
   * @param to the part of a row that is computed
   * @param classOfRow address of int32 [rows]: the class of each row, 0 in a layer without classes
   */
  constructor(
    private readonly memory: KernelMemory,
    weights: LayerWeights,
    from: { cell: Cell; segments: readonly Segment[] },
    to: CellPart,
    private readonly classOfRow: number,
  ) {
    const inputs = inputsRead(from);
    this.#inputs = inputs.length;
    this.#segmentCount = from.segments.length;
    this.#segments = memory.place(Int32Array.from(from.segments.flat()));
    this.#weights = memory.place(packed(weights.kernel, inputs, to));
    this.#biases = memory.place(biases(weights, to));
    this.#start = to.start * 4;
    this.#outputs = to.slots.length;
  }

  /** y = bias + weights * x for each row, plus `added` where it is given; then max(0, y) where `rectifies`. */
  run(
    rows: number,
    x: Rows,
    y: Rows,
    { added, rectifies = false }: { added?: Rows; rectifies?: boolean } = {},
  ): void {
    this.memory.kernel.layer(
      rows,
      x.address,
      x.offsets,
      this.#segments,
      this.#segmentCount,
      this.#inputs,
      this.#weights,
      this.#biases,
      this.classOfRow,
      added ? added.address + this.#start : 0,
      added ? added.offsets : 0,
      y.address + this.#start,
      y.offsets,
      this.#outputs,
      rectifies,
    );
  }
}

/** For every number read, the row of the kernel that multiplies it, or a negative number in padding. */
function inputsRead({ cell, segments }: { cell: Cell; segments: readonly Segment[] }): number[] {
  let tap = 0;
  return segments.flatMap(([, length]) => {
    const first = tap;
    tap += Math.ceil(length / cell.depth);
    return Array.from({ length }, (_, i) => {
      const channel = cell.slots[i % cell.depth] as number;
      return channel < 0 ? channel : (first + Math.floor(i / cell.depth)) * cell.channels + channel;
    });
  });
}

/** [outputs / 8][inputs][8], with zeros where there is no input or output. */
function packed(
  kernel: Float32Array,
  inputs: readonly number[],
  { channels, slots }: CellPart,
): Float32Array {
  const weights = new Float32Array(inputs.length * slots.length);
  let at = 0;
  for (let first = 0; first < slots.length; first += lanes) {
    for (const input of inputs) {
      for (let slot = first; slot < first + lanes; slot++, at++) {
        const output = slots[slot] as number;
        if (input >= 0 && output >= 0) weights[at] = kernel[input * channels + output] as number;
      }
    }
  }
  return weights;
}

/** One row for each class; a single row without classes. */
function biases({ bias, classes }: LayerWeights, { channels, slots }: CellPart): Float32Array {
  const rows = classes ? classes.length / channels : 1;
  return Float32Array.from({ length: rows * slots.length }, (_, i) => {
    const output = slots[i % slots.length] as number;
    if (output < 0) return 0;
    const own = classes?.[Math.floor(i / slots.length) * channels + output] ?? 0;
    return own + (bias?.[output] ?? 0);
  });
}
