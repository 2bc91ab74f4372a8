/** Pictures that are in work together. */
export interface Canvas {
  count: number;
  height: number;
  width: number;
}

/** A run of numbers that a layer reads: bytes from the pixel's own cell, and how many numbers. */
export type Segment = readonly [offset: number, length: number];

const numberBytes = 4;

/**
 * How the pixels of pictures lie in memory for masked convolutions: cell by cell in raster order, with cells of zeros
 * above and on both sides of every picture, so that a kernel reads them like any others.
 */
export class PicturePlane {
  readonly #columns: number;
  readonly #rows: number;

  /**
   * @param reach how many cells the kernel reads up and to either side
   * @param depth numbers of one cell
   */
  constructor(
    private readonly canvas: Canvas,
    private readonly reach: number,
    readonly depth: number,
  ) {
    this.#columns = canvas.width + 2 * reach;
    this.#rows = canvas.height + reach;
  }

  get bytes(): number {
    return this.canvas.count * this.#rows * this.#columns * this.depth * numberBytes;
  }

  /** Bytes from the plane's beginning to a pixel's cell. Pixels count picture by picture in raster order. */
  offsetOf(pixel: number): number {
    const { width, height } = this.canvas;
    const column = pixel % width;
    const line = (pixel - column) / width;
    const row = line % height;
    const picture = (line - row) / height;
    const cell = (picture * this.#rows + row + this.reach) * this.#columns + column + this.reach;
    return cell * this.depth * numberBytes;
  }

  /** What a masked convolution reads around a pixel, in the order of its kernel; its own cell last, if `own`. */
  seen({ own }: { own: boolean }): Segment[] {
    const { reach, depth } = this;
    return Array.from({ length: reach + 1 }, (_, row) => {
      const cell = (row - reach) * this.#columns - reach;
      const length = row < reach ? 2 * reach + 1 : reach + (own ? 1 : 0);
      return [cell * depth * numberBytes, length * depth] as const;
    });
  }
}
