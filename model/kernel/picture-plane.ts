import type { Cell } from './cell';
import type { Segment } from './kernel-layer';

/** Pictures that are in work together. */
export interface Canvas {
  count: number;
  height: number;
  width: number;
}

/**
 * How the latest rows of pictures lie in memory for convolutions: the row in work and some above it, cell by cell, with
 * cells of zeros on both sides, so that a kernel reads them like any others.
 */
export class PicturePlane {
  readonly #columns: number;
  readonly #above: number;
  readonly #beside: number;

  /**
   * @param width columns of a picture
   * @param reach how many rows above the one in work a kernel reads, and how many cells to either side
   */
  constructor(
    width: number,
    readonly cell: Cell,
    { above, beside }: { above: number; beside: number },
  ) {
    this.#columns = width + 2 * beside;
    this.#above = above;
    this.#beside = beside;
  }

  get rowBytes(): number {
    return this.#columns * this.cell.bytes;
  }

  get bytesPerPicture(): number {
    return (this.#above + 1) * this.rowBytes;
  }

  /** Bytes from the plane's beginning to a cell of the row in work. */
  offsetOf(picture: number, column: number): number {
    return (
      picture * this.bytesPerPicture + this.#above * this.rowBytes + (column + this.#beside) * this.cell.bytes
    );
  }

  /** The rows above, as far to both sides as a kernel reaches. */
  rowsAbove(): Segment[] {
    return Array.from({ length: this.#above }, (_, row) => this.#around(row - this.#above));
  }

  /** The row in work, to both sides. */
  ownRow(): Segment[] {
    return [this.#around(0)];
  }

  /** The row in work to the left, then so many numbers of the cell itself. */
  toTheLeft(own: number): Segment[] {
    return [[-this.#beside * this.cell.bytes, this.#beside * this.cell.depth + own]];
  }

  #around(row: number): Segment {
    return [row * this.rowBytes - this.#beside * this.cell.bytes, (2 * this.#beside + 1) * this.cell.depth];
  }
}
