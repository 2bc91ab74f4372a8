/** One layer of a network in the kernel's memory: its weights in the order in which the kernel reads them. */
import type { KernelMemory } from './kernel-memory';
import type { Segment } from './picture-plane';

/** The kernel computes this many outputs at once. */
const lanes = 8;

/** Numbers that a row of `count` outputs takes in memory; those beyond `count` are 0. */
export function padded(count: number): number {
  return Math.ceil(count / lanes) * lanes;
}

/** Where the rows of a layer's input or output lie: at `address` plus one offset in bytes a row. */
export interface Rows {
  address: number;
  /** Address of the offsets. */
  offsets: number;
}

export interface LayerShape {
  /** Numbers that a segment holds for each pixel, and how many of them are the layer's inputs. */
  depth: number;
  inputs: number;
  outputs: number;
}

export class KernelLayer {
  readonly #inputs: number;
  readonly #outputs: number;
  readonly #segmentCount: number;
  readonly #segments: number;
  readonly #weights: number;
  readonly #bias: number;

  /** @param kernel [pixels seen, inputs, outputs]; what follows is masked and left out */
  constructor(
    private readonly memory: KernelMemory,
    kernel: Float32Array,
    bias: Float32Array,
    shape: LayerShape,
    segments: readonly Segment[],
  ) {
    this.#inputs = segments.reduce((sum, [, length]) => sum + length, 0);
    this.#outputs = padded(shape.outputs);
    this.#segmentCount = segments.length;
    this.#segments = memory.place(Int32Array.from(segments.flat()));
    this.#weights = memory.place(packed(kernel, this.#inputs / shape.depth, shape));
    const paddedBias = new Float32Array(this.#outputs);
    paddedBias.set(bias);
    this.#bias = memory.place(paddedBias);
  }

  /** y = bias + weights * x for each row; `adds` to what stands there, `rectifies` to max(0, y). */
  run(rows: number, x: Rows, y: Rows, { adds = false, rectifies = false } = {}): void {
    this.memory.kernel.layer(
      rows,
      x.address,
      x.offsets,
      this.#segments,
      this.#segmentCount,
      this.#inputs,
      this.#weights,
      this.#bias,
      y.address,
      y.offsets,
      this.#outputs,
      adds,
      rectifies,
    );
  }
}

/** [pixels, inputs, outputs] as [outputs / 8][pixels * depth][8], with zeros where there is no input or output. */
function packed(kernel: Float32Array, pixels: number, { inputs, depth, outputs }: LayerShape): Float32Array {
  const column = pixels * depth * lanes;
  const weights = new Float32Array((padded(outputs) / lanes) * column);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let input = 0; input < inputs; input++) {
      const from = (pixel * inputs + input) * outputs;
      const to = (pixel * depth + input) * lanes;
      for (let output = 0; output < outputs; output++) {
        const lane = output % lanes;
        weights[((output - lane) / lanes) * column + to + lane] = kernel[from + output] as number;
      }
    }
  }
  return weights;
}
