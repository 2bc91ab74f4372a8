import type { Rows } from './kernel-layer';
import type { KernelMemory } from './kernel-memory';
import type { Canvas, PicturePlane } from './picture-plane';

/**
 * The numbers kept of earlier pixels: planes of the same form, one for each of `layers` layers, in the kernel's
 * memory.
 */
export class KeptPlanes {
  readonly #address: number;
  readonly #pixelOffsets: number;
  readonly #rowOffsets: number;

  constructor(
    private readonly memory: KernelMemory,
    readonly plane: PicturePlane,
    private readonly canvas: Canvas,
    private readonly layers: number,
  ) {
    this.#address = memory.reserve(layers * this.#planeBytes);
    this.#pixelOffsets = memory.reserve(canvas.count * 4);
    this.#rowOffsets = memory.reserve(canvas.count * canvas.width * 4);
  }

  get #planeBytes(): number {
    return this.canvas.count * this.plane.bytesPerPicture;
  }

  address(layer: number): number {
    return this.#address + layer * this.#planeBytes;
  }

  /** A layer's cells at the current pixels. */
  atPixels(layer: number): Rows {
    return { address: this.address(layer), offsets: this.#pixelOffsets };
  }

  /** A layer's cells along the rows that `beginRows` began last. */
  alongRows(layer: number): Rows {
    return { address: this.address(layer), offsets: this.#rowOffsets };
  }

  /** Makes these the current pixels, one of each picture. */
  goTo(pixels: Uint32Array): void {
    const { height, width } = this.canvas;
    const offsets = this.memory.integers(this.#pixelOffsets, pixels.length);
    pixels.forEach((pixel, n) => {
      offsets[n] = this.plane.offsetOf(Math.floor(pixel / (height * width)), pixel % width);
    });
  }

  /**
   * Begins a new row in these pictures: the current row becomes the one above, and its old numbers are to be
   * overwritten.
   */
  beginRows(pictures: readonly number[]): void {
    const { plane, canvas, memory } = this;
    const { bytesPerPicture, rowBytes } = plane;
    const offsets = memory.integers(this.#rowOffsets, pictures.length * canvas.width);
    pictures.forEach((picture, n) => {
      for (let column = 0; column < canvas.width; column++) {
        offsets[n * canvas.width + column] = plane.offsetOf(picture, column);
      }
      for (let layer = 0; layer < this.layers; layer++) {
        const first = this.address(layer) + picture * bytesPerPicture;
        memory.bytes.copyWithin(first, first + rowBytes, first + bytesPerPicture);
      }
    });
  }

  /** Fills the planes with zeros, as they are above a new picture. */
  clear(): void {
    this.memory.bytes.fill(0, this.#address, this.#address + this.layers * this.#planeBytes);
  }
}
