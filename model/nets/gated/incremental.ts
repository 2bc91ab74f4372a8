/**
 * The Gated PixelCNN pixel by pixel. Its vertical stack sees only the rows above, so a whole row is computed at its first
 * pixel; the horizontal stack is computed pixel by pixel, and for each channel only the part of its colour. Only the
 * rows that later ones read are kept.
 */
import { pictureForm } from '../model-shape';
import type { ModelDescription } from '../model-description';
import type { Weights } from '../parameters';
import { gateCell, paddedCell, type Cell } from '../../kernel/cell';
import type { IncrementalNetwork } from '../../kernel/incremental-network';
import type { KernelLayer, Rows } from '../../kernel/kernel-layer';
import type { KeptPlanes } from '../../kernel/kept-planes';
import { LayerBuilder, type RowBuffer } from '../../kernel/layer-builder';
import { inputPlane, PictureInput } from '../../kernel/picture-input';
import { PicturePlane, type Canvas } from '../../kernel/picture-plane';
import { PixelHead } from '../../kernel/pixel-head';

interface Layer {
  vertical: KernelLayer;
  /** The class biases of the vertical maps, added after the horizontal stack has read them. */
  verticalClasses: KernelLayer | undefined;
  /** One for each colour, as are the following. */
  link: KernelLayer[];
  horizontal: KernelLayer[];
  residual: KernelLayer[];
  /** The horizontal maps after their gate. */
  gated: RowBuffer;
}

/** Returns the bytes that one picture needs while it is drawn. */
export function gatedBytesPerPicture(description: ModelDescription, { width }: { width: number }): number {
  const { blocks, firstKernel } = description.settings;
  const { vertical, linked, horizontal } = keptShapes(description, width);
  const input = inputPlane(pictureForm(description), width, (firstKernel - 1) / 2);
  const stacks = (blocks - 1) * (vertical.bytesPerPicture + horizontal.bytesPerPicture);
  // One more row of gates than layers, for the vertical maps being computed.
  return input.bytesPerPicture + stacks + (blocks + 1) * linked.bytesPerPicture;
}

export class IncrementalGated implements IncrementalNetwork {
  readonly #builder: LayerBuilder;
  readonly #input: PictureInput;
  readonly #maps: Cell;
  readonly #gates: Cell;
  /** Outputs of all layers of the vertical stack but the last. */
  readonly #vertical: KeptPlanes;
  /** The input of each horizontal layer from the vertical stack, for the current row. */
  readonly #linked: KeptPlanes;
  /** Outputs of all layers of the horizontal stack but the last. */
  readonly #horizontal: KeptPlanes;
  /** The vertical maps of one layer for all new rows. */
  readonly #above: RowBuffer;
  /** The horizontal maps of one layer before their gate. */
  readonly #row: RowBuffer;
  /** The output of the last layer. */
  readonly #last: RowBuffer;
  /** The class of every pixel of the new rows. */
  readonly #rowClasses: number;
  #classes: readonly number[] = [];
  readonly #layers: Layer[];
  readonly #head: PixelHead;

  constructor(description: ModelDescription, weights: Weights, canvas: Canvas) {
    const { blocks, firstKernel, headFilters } = description.settings;
    const builder = new LayerBuilder(pictureForm(description), weights, canvas);
    const shapes = keptShapes(description, canvas.width);
    const [maps, gates] = [shapes.vertical.cell, shapes.linked.cell];
    this.#builder = builder;
    this.#maps = maps;
    this.#gates = gates;
    this.#input = new PictureInput(builder, (firstKernel - 1) / 2);
    this.#vertical = builder.planes(shapes.vertical, blocks - 1);
    this.#linked = builder.planes(shapes.linked, blocks);
    this.#horizontal = builder.planes(shapes.horizontal, blocks - 1);
    this.#above = builder.buffer(gates, canvas.count * canvas.width);
    this.#row = builder.buffer(gates);
    this.#last = builder.buffer(maps);
    this.#rowClasses = builder.memory.reserve(canvas.count * canvas.width * 4);
    this.#layers = Array.from({ length: blocks }, (_, layer) => this.#build(layer, blocks));
    this.#head = new PixelHead(builder, maps, headFilters);
  }

  #build(layer: number, blocks: number): Layer {
    const builder = this.#builder;
    const [maps, gates] = [this.#maps, this.#gates];
    const name = (part: string) => `layers.${layer}.${part}`;
    const isFirst = layer === 0;
    const input = this.#input.planes.plane;
    const [above, beside] = isFirst ? [input, input] : [this.#vertical.plane, this.#horizontal.plane];
    const { kernel: horizontal, ...biases } = builder.weightsOf(name('horizontal'));
    const { classes, ...vertical } = builder.weightsOf(name('vertical'));
    const { kernel: link } = builder.weightsOf(name('link'));
    return {
      vertical: builder.layer(
        vertical,
        {
          cell: above.cell,
          segments: isFirst ? above.rowsAbove() : [...above.rowsAbove(), ...above.ownRow()],
        },
        gates.whole(),
      ),
      verticalClasses:
        classes && layer < blocks - 1
          ? builder.layer(
              { kernel: new Float32Array(0), classes },
              { cell: gates, segments: [] },
              gates.whole(),
              this.#rowClasses,
            )
          : undefined,
      link: builder.masked(
        { kernel: link, ...biases },
        'B',
        { cell: gates, segments: (own) => [[0, own]] },
        gates,
        this.#rowClasses,
      ),
      horizontal: builder.masked(
        { kernel: horizontal },
        isFirst ? 'A' : 'B',
        { cell: beside.cell, segments: (own) => beside.toTheLeft(own) },
        gates,
      ),
      residual: builder.dense(name('residual'), maps, maps),
      gated: builder.buffer(maps),
    };
  }

  begin(classes: readonly number[] = []): void {
    this.#classes = classes;
    this.#input.begin();
    this.#vertical.clear();
  }

  put(pixel: number, channel: number, level: number): void {
    this.#input.put(pixel, channel, level);
  }

  outputsAt(pixels: Uint32Array, channel: number): Float32Array[] {
    const beginning = this.#input.goTo(pixels);
    if (beginning.length > 0) this.#beginRows(beginning);
    this.#linked.goTo(pixels);
    this.#horizontal.goTo(pixels);
    const rows = pixels.length;
    let x = this.#input.planes.atPixels(0);
    this.#layers.forEach(({ horizontal, residual, gated }, layer) => {
      const isLast = layer === this.#layers.length - 1;
      const y = isLast ? this.#last : this.#horizontal.atPixels(layer);
      horizontal[channel]?.run(rows, x, this.#row, { added: this.#linked.atPixels(layer) });
      this.#gate(rows, channel, this.#row.address, gated.address);
      residual[channel]?.run(rows, gated, y, layer > 0 ? { added: x } : {});
      x = y;
    });
    return this.#head.run(rows, this.#last, channel);
  }

  /** Computes the vertical stack of a new row in these pictures, and the horizontal stack's inputs from it. */
  #beginRows(pictures: readonly number[]): void {
    const { canvas, form, memory } = this.#builder;
    const above = this.#above;
    const rows = pictures.length * canvas.width;
    this.#vertical.beginRows(pictures);
    this.#linked.beginRows(pictures);
    const classes = memory.integers(this.#rowClasses, rows);
    pictures.forEach((picture, n) => {
      classes.fill(this.#classes[picture] ?? 0, n * canvas.width, (n + 1) * canvas.width);
    });
    let x: Rows = this.#input.planes.alongRows(0);
    this.#layers.forEach(({ vertical, verticalClasses, link }, layer) => {
      vertical.run(rows, x, above);
      for (const own of link) own.run(rows, above, this.#linked.alongRows(layer));
      if (layer === this.#layers.length - 1) return;
      verticalClasses?.run(rows, above, above, { added: above });
      pictures.forEach((picture, n) => {
        const from = above.address + n * canvas.width * this.#gates.bytes;
        const to = this.#vertical.address(layer) + this.#vertical.plane.offsetOf(picture, 0);
        for (let colour = 0; colour < form.channels; colour++) this.#gate(canvas.width, colour, from, to);
      });
      x = this.#vertical.alongRows(layer);
    });
  }

  /** Computes tanh of one half of a colour's maps times sigmoid of the other, in consecutive cells. */
  #gate(rows: number, colour: number, x: number, y: number): void {
    const { start, slots } = this.#maps.part(colour);
    const from = x + (this.#gates.starts[colour] as number) * 4;
    this.#builder.memory.kernel.gate(
      rows,
      slots.length,
      from,
      y + start * 4,
      this.#gates.bytes,
      this.#maps.bytes,
    );
  }
}

function keptShapes(description: ModelDescription, width: number) {
  const { filters, kernel } = description.settings;
  const { channels } = pictureForm(description);
  const reach = (kernel - 1) / 2;
  const [maps, gates] = [paddedCell(filters, channels), gateCell(filters, channels)];
  return {
    vertical: new PicturePlane(width, maps, { above: reach, beside: reach }),
    linked: new PicturePlane(width, gates, { above: 0, beside: 0 }),
    horizontal: new PicturePlane(width, maps, { above: 0, beside: reach }),
  };
}
