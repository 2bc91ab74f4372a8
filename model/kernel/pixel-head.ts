import type { Cell } from './cell';
import type { KernelLayer } from './kernel-layer';
import { rectify, type RowBuffer, type LayerBuilder } from './layer-builder';

/** The three 1x1 convolutions at the end of the plain and the gated network, from the last maps to the logits. */
export class PixelHead {
  readonly #builder: LayerBuilder;
  readonly #rectified: RowBuffer;
  readonly #first: RowBuffer;
  readonly #second: RowBuffer;
  readonly #logits: RowBuffer;
  readonly #layers: readonly [KernelLayer[], KernelLayer[], KernelLayer[]];
  #views: Float32Array[][] | undefined;

  constructor(builder: LayerBuilder, from: Cell, width: number) {
    const { channels, levels } = builder.form;
    const [wide, out] = [builder.cell(width), builder.cell(channels * levels)];
    this.#builder = builder;
    this.#rectified = builder.buffer(from);
    this.#first = builder.buffer(wide);
    this.#second = builder.buffer(wide);
    this.#logits = builder.buffer(out);
    this.#layers = [
      builder.dense('head.0', from, wide),
      builder.dense('head.1', wide, wide),
      builder.dense('out', wide, out),
    ];
  }

  /** The logits of each row from channel 0 on, valid for `channel`. */
  run(rows: number, maps: RowBuffer, channel: number): Float32Array[] {
    const { memory } = this.#builder;
    const [first, second, out] = this.#layers.map((layers) => layers[channel]) as [
      KernelLayer,
      KernelLayer,
      KernelLayer,
    ];
    rectify(memory, rows, maps, this.#rectified, channel);
    first.run(rows, this.#rectified, this.#first, { rectifies: true });
    second.run(rows, this.#first, this.#second, { rectifies: true });
    out.run(rows, this.#second, this.#logits);
    this.#views ??= this.#viewLogits();
    return (this.#views[channel] as Float32Array[]).slice(0, rows);
  }

  /** For each channel and row, an array with that channel's logits where the likelihood expects them. */
  #viewLogits(): Float32Array[][] {
    const { memory, canvas, form } = this.#builder;
    const { address, cell } = this.#logits;
    return Array.from({ length: form.channels }, (_, channel) => {
      const before = ((cell.starts[channel] as number) - channel * form.levels) * 4;
      return Array.from({ length: canvas.count }, (_, row) =>
        memory.floats(address + row * cell.bytes + before, (channel + 1) * form.levels),
      );
    });
  }
}
