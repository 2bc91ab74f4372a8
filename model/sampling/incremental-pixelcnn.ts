/**
 * The plain PixelCNN pixel by pixel. What its masked convolutions read of earlier pixels is kept, so that a new pixel
 * costs one pass through the layers at that pixel alone (Ramachandran et al. 2017, arXiv 1704.06001).
 */
import { pictureForm, type ModelDescription } from '../nets/model-description';
import type { Weights } from '../nets/parameters';
import type { IncrementalNetwork } from './incremental-network';
import { KernelLayer, padded, type Rows } from './kernel-layer';
import { KernelMemory } from './kernel-memory';
import { PicturePlane, type Canvas } from './picture-plane';

interface Block {
  /** Outputs of `reduce` for all pixels. */
  kept: Rows;
  reduce: KernelLayer;
  masked: KernelLayer;
  expand: KernelLayer;
}

/** Bytes that one picture keeps while it is drawn. */
export function pixelcnnBytesPerPicture(
  { settings: { filters, blocks, kernel } }: ModelDescription,
  size: { height: number; width: number },
): number {
  return blocks * keptPlane({ count: 1, ...size }, filters, kernel).bytes;
}

export class IncrementalPixelcnn implements IncrementalNetwork {
  readonly #memory = new KernelMemory();
  readonly #levelValues: Float32Array;
  readonly #inputPlane: PicturePlane;
  readonly #keptPlane: PicturePlane;
  readonly #input: Rows;
  /** The residual stream, and three more buffers with a row for each pixel of a call. */
  readonly #stream: Rows;
  readonly #wide: Rows;
  readonly #narrow: Rows;
  readonly #outputs: Rows;
  readonly #streamWidth: number;
  readonly #keptOffsets: number;
  readonly #first: KernelLayer;
  readonly #blocks: Block[];
  readonly #head: readonly [KernelLayer, KernelLayer, KernelLayer];
  readonly #inputValues: Float32Array;
  readonly #logits: Float32Array[];

  /** @param atOnce how many pixels one call of `logitsAt` may ask for */
  constructor(description: ModelDescription, weights: Weights, canvas: Canvas, atOnce: number) {
    const { filters, blocks, firstKernel, kernel, levels } = description.settings;
    const { channels, inputValues } = pictureForm(description);
    const half = filters / 2;
    const memory = this.#memory;
    const named = (name: string) => {
      const values = weights.get(name);
      if (!values) throw new RangeError(`There are no weights named ${name}`);
      return values;
    };
    const convolution = (
      name: string,
      plane: PicturePlane,
      own: boolean,
      inputs: number,
      outputs: number,
    ) => {
      const shape = { depth: plane.depth, inputs, outputs };
      return new KernelLayer(
        memory,
        named(`${name}.kernel`),
        named(`${name}.bias`),
        shape,
        plane.seen({ own }),
      );
    };
    const dense = (name: string, inputs: number, outputs: number) =>
      convolution(name, new PicturePlane(canvas, 0, padded(inputs)), true, inputs, outputs);
    const rows = (width: number): Rows => ({
      address: memory.reserve(atOnce * padded(width) * 4),
      offsets: memory.place(Int32Array.from({ length: atOnce }, (_, row) => row * padded(width) * 4)),
    });

    this.#levelValues = inputValues;
    this.#inputPlane = new PicturePlane(canvas, (firstKernel - 1) / 2, channels);
    this.#keptPlane = keptPlane(canvas, filters, kernel);
    this.#input = { address: memory.reserve(this.#inputPlane.bytes), offsets: memory.reserve(atOnce * 4) };
    this.#keptOffsets = memory.reserve(atOnce * 4);
    this.#first = convolution('first', this.#inputPlane, false, channels, filters);
    this.#blocks = Array.from({ length: blocks }, (_, block) => ({
      kept: { address: memory.reserve(this.#keptPlane.bytes), offsets: this.#keptOffsets },
      reduce: dense(`blocks.${block}.reduce`, filters, half),
      masked: convolution(`blocks.${block}.masked`, this.#keptPlane, true, half, half),
      expand: dense(`blocks.${block}.expand`, half, filters),
    }));
    const outputs = channels * levels;
    this.#head = [
      dense('head.0', filters, filters),
      dense('head.1', filters, filters),
      dense('out', filters, outputs),
    ];
    this.#stream = rows(filters);
    this.#wide = rows(filters);
    this.#narrow = rows(half);
    this.#outputs = rows(outputs);
    this.#streamWidth = padded(filters);
    // All memory is reserved: from here on these stay valid.
    this.#inputValues = memory.floats(this.#input.address, this.#inputPlane.bytes / 4);
    this.#logits = Array.from({ length: atOnce }, (_, row) =>
      memory.floats(this.#outputs.address + row * padded(outputs) * 4, outputs),
    );
  }

  begin(): void {}

  put(pixel: number, channel: number, level: number): void {
    this.#inputValues[this.#inputPlane.offsetOf(pixel) / 4] = this.#levelValues[level] as number;
  }

  outputsAt(pixels: Uint32Array): Float32Array[] {
    const rows = pixels.length;
    const input = this.#memory.integers(this.#input.offsets, rows);
    const kept = this.#memory.integers(this.#keptOffsets, rows);
    for (let row = 0; row < rows; row++) {
      input[row] = this.#inputPlane.offsetOf(pixels[row] as number);
      kept[row] = this.#keptPlane.offsetOf(pixels[row] as number);
    }

    const { kernel } = this.#memory;
    const [stream, wide, narrow] = [this.#stream, this.#wide, this.#narrow];
    const rectifyStream = () => kernel.rectify(rows * this.#streamWidth, stream.address, wide.address);
    this.#first.run(rows, this.#input, stream);
    for (const { kept, reduce, masked, expand } of this.#blocks) {
      rectifyStream();
      reduce.run(rows, wide, kept, { rectifies: true });
      masked.run(rows, kept, narrow, { rectifies: true });
      expand.run(rows, narrow, stream, { adds: true });
    }
    const [first, second, out] = this.#head;
    rectifyStream();
    first.run(rows, wide, stream, { rectifies: true });
    second.run(rows, stream, wide, { rectifies: true });
    out.run(rows, wide, this.#outputs);
    return this.#logits.slice(0, rows);
  }
}

function keptPlane(canvas: Canvas, filters: number, kernel: number): PicturePlane {
  return new PicturePlane(canvas, (kernel - 1) / 2, padded(filters / 2));
}
