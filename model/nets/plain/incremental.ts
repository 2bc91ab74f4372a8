/**
 * The plain PixelCNN pixel by pixel. The inputs of masked convolutions at earlier pixels are kept, so a new pixel costs
 * one pass through the layers at that pixel alone (Ramachandran et al. 2017, arXiv 1704.06001); each channel computes
 * only the part of its colour.
 */
import { pictureForm } from '../model-shape';
import type { ModelDescription } from '../model-description';
import type { Weights } from '../parameters';
import { paddedCell } from '../../kernel/cell';
import type { IncrementalNetwork } from '../../kernel/incremental-network';
import type { KernelLayer, Rows } from '../../kernel/kernel-layer';
import type { KeptPlanes } from '../../kernel/kept-planes';
import { LayerBuilder, rectify, type RowBuffer } from '../../kernel/layer-builder';
import { inputPlane, PictureInput } from '../../kernel/picture-input';
import { PicturePlane, type Canvas } from '../../kernel/picture-plane';
import { PixelHead } from '../../kernel/pixel-head';

interface Block {
  rectified: RowBuffer;
  /** Outputs of `reduce`; those of earlier pixels are kept. */
  kept: Rows;
  mixed: RowBuffer;
  /** One for each colour, as are the following. */
  reduce: KernelLayer[];
  masked: KernelLayer[];
  expand: KernelLayer[];
}

/** Returns the bytes that one picture needs while it is drawn. */
export function pixelcnnBytesPerPicture(description: ModelDescription, { width }: { width: number }): number {
  const { blocks, firstKernel } = description.settings;
  const input = inputPlane(pictureForm(description), width, (firstKernel - 1) / 2);
  return input.bytesPerPicture + blocks * keptPlane(description, width).bytesPerPicture;
}

export class IncrementalPixelcnn implements IncrementalNetwork {
  readonly #builder: LayerBuilder;
  readonly #input: PictureInput;
  readonly #kept: KeptPlanes;
  /** The residual stream. */
  readonly #stream: RowBuffer;
  readonly #first: KernelLayer[];
  readonly #blocks: Block[];
  readonly #head: PixelHead;

  constructor(description: ModelDescription, weights: Weights, canvas: Canvas) {
    const { filters, blocks, firstKernel } = description.settings;
    const builder = new LayerBuilder(pictureForm(description), weights, canvas);
    const [wide, narrow] = [builder.cell(filters), builder.cell(filters / 2)];
    this.#builder = builder;
    this.#input = new PictureInput(builder, (firstKernel - 1) / 2);
    this.#kept = builder.planes(keptPlane(description, canvas.width), blocks);
    this.#stream = builder.buffer(wide);
    this.#first = builder.masked(builder.weightsOf('first'), 'A', around(this.#input.planes), wide);
    this.#blocks = Array.from({ length: blocks }, (_, block) => ({
      rectified: builder.buffer(wide),
      kept: this.#kept.atPixels(block),
      mixed: builder.buffer(narrow),
      reduce: builder.dense(`blocks.${block}.reduce`, wide, narrow),
      masked: builder.masked(builder.weightsOf(`blocks.${block}.masked`), 'B', around(this.#kept), narrow),
      expand: builder.dense(`blocks.${block}.expand`, narrow, wide),
    }));
    this.#head = new PixelHead(builder, wide, filters);
  }

  begin(classes: readonly number[] = []): void {
    this.#builder.setClasses(classes);
    this.#input.begin();
    this.#kept.clear();
  }

  put(pixel: number, channel: number, level: number): void {
    this.#input.put(pixel, channel, level);
  }

  outputsAt(pixels: Uint32Array, channel: number): Float32Array[] {
    this.#kept.beginRows(this.#input.goTo(pixels));
    this.#kept.goTo(pixels);
    const rows = pixels.length;
    const { memory } = this.#builder;
    const stream = this.#stream;
    const own = (layers: KernelLayer[]) => layers[channel] as KernelLayer;
    own(this.#first).run(rows, this.#input.planes.atPixels(0), stream);
    for (const { rectified, kept, mixed, reduce, masked, expand } of this.#blocks) {
      rectify(memory, rows, stream, rectified, channel);
      own(reduce).run(rows, rectified, kept, { rectifies: true });
      own(masked).run(rows, kept, mixed, { rectifies: true });
      own(expand).run(rows, mixed, stream, { added: stream });
    }
    return this.#head.run(rows, stream, channel);
  }
}

function keptPlane(description: ModelDescription, width: number): PicturePlane {
  const { filters, kernel } = description.settings;
  const reach = (kernel - 1) / 2;
  const cell = paddedCell(filters / 2, pictureForm(description).channels);
  return new PicturePlane(width, cell, { above: reach, beside: reach });
}

/** Returns the cells that a masked convolution reads. */
function around({ plane }: KeptPlanes) {
  return {
    cell: plane.cell,
    segments: (own: number) => [...plane.rowsAbove(), ...plane.toTheLeft(own)],
  };
}
