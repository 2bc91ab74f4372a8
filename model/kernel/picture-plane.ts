import type { Cell } from './cell';
import type { Segment } from './kernel-layer';

/** The pictures computed together. */
export interface Canvas {
  count: number;
  height: number;
  width: number;
}

/**
 * The layout in memory of the latest rows of pictures: the current row and some above it, cell by cell, with cells of
 * zeros on both sides, so that a convolution needs no special case at the border.
 */
export class PicturePlane {
  readonly #columns: number;
  readonly #above: number;
  readonly #beside: number;

  /**
   * @param width columns of a picture
   * @param reach how many rows above the current one a kernel reads, and how many cells to either side
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

  /** Bytes from the plane's beginning to a cell of the current row. */
  offsetOf(picture: number, column: number): number {
    return (
      picture * this.bytesPerPicture + this.#above * this.rowBytes + (column + this.#beside) * this.cell.bytes
    );
  }

  /** The rows above, as far to both sides as a kernel reaches. */
  rowsAbove(): Segment[] {
    return Array.from({ length: this.#above }, (_, row) => this.#around(row - this.#above));
  }

  /** The current row, to both sides. */
  ownRow(): Segment[] {
    return [this.#around(0)];
  }

  /** The current row to the left, then the first `own` numbers of the cell itself. */
  toTheLeft(own: number): Segment[] {
    return [[-this.#beside * this.cell.bytes, this.#beside * this.cell.depth + own]];
  }

  #around(row: number): Segment {
    return [row * this.rowBytes - this.#beside * this.cell.bytes, (2 * this.#beside + 1) * this.cell.depth];
  }
}
