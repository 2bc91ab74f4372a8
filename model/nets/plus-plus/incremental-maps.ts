/** The layout of the maps of PixelCNN++ in the kernel's memory while pictures are drawn. */
import { coarsest, type Stream } from './parameters';
import { padded } from '../../kernel/cell';
import type { Segment } from '../../kernel/kernel-layer';
import type { KernelMemory } from '../../kernel/kernel-memory';
import type { Canvas } from '../../kernel/picture-plane';

/** Addresses of one stream's maps after one block; each pixel's cell has the same offset from each of them. */
export interface Maps {
  /** The concatenated ELU between the block's two convolutions, [2 * filters]. */
  inner: number;
  /** The residual sums that the block outputs, [filters]. */
  sums: number;
  /** Their concatenated ELU, [2 * filters]. */
  elus: number;
}

/** A tap of a kernel, in cells from its own pixel. */
export interface Tap {
  row: number;
  column: number;
}

/** The taps of a stream's kernels, in the kernels' order. */
export const streamTaps: Record<Stream, readonly Tap[]> = {
  down: [-1, 0].flatMap((row) => [-1, 0, 1].map((column) => ({ row, column }))),
  right: [-1, 0].flatMap((row) => [-1, 0].map((column) => ({ row, column }))),
};

/** Returns the columns of a picture that is padded to a width that can be halved twice, then halved `halved` times. */
export function columnsOf({ width }: Pick<Canvas, 'width'>, halved: number): number {
  return (Math.ceil(width / 2 ** coarsest) * 2 ** coarsest) / 2 ** halved;
}

/**
 * All maps of one size. For each picture they hold the current row and the one above it, cell by cell, between cells of
 * zeros; no step reads further up.
 *
 * A stream computes the rows of cells that `offsets` lists: for `right` the cells at one position in each picture, for
 * `down` those of a whole line. A line's even columns come before its odd ones, each in the order of the half-size
 * picture, so that the cells of both sizes correspond one to one.
 */
export class SizeMaps {
  readonly columns: number;
  readonly offsets: Readonly<Record<Stream, number>>;
  readonly #cellBytes: number;
  readonly #order: readonly number[];
  readonly #planes: number[] = [];

  constructor(
    private readonly memory: KernelMemory,
    private readonly canvas: Canvas,
    private readonly filters: number,
    readonly halved: number,
  ) {
    this.columns = columnsOf(canvas, halved);
    this.#cellBytes = cellBytes(filters);
    this.#order = lineOrder(canvas, halved);
    this.offsets = {
      down: memory.reserve(canvas.count * this.columns * 4),
      right: memory.reserve(canvas.count * 4),
    };
  }

  reserve(): Maps {
    const inner = this.memory.reserve(this.canvas.count * planeBytes(this.canvas, this.filters, this.halved));
    this.#planes.push(inner);
    const sums = inner + 2 * padded(this.filters) * 4;
    return { inner, sums, elus: sums + padded(this.filters) * 4 };
  }

  /** Returns the segments that a kernel with these taps reads, each of `numbers` values. */
  seen(taps: readonly Tap[], numbers: number): Segment[] {
    return taps.map(({ row, column }) => [row * this.#rowBytes + column * this.#cellBytes, numbers]);
  }

  /** Returns the number of cells that a stream computes at once in these pictures. */
  cellsAtOnce(stream: Stream, pictures: number): number {
    return stream === 'down' ? pictures * this.columns : pictures;
  }

  /** Makes the current line of these pictures the line above. */
  beginLines(pictures: readonly number[]): void {
    const bytes = this.memory.bytes;
    for (const plane of this.#planes) {
      for (const picture of pictures) {
        const above = plane + picture * 2 * this.#rowBytes;
        bytes.copyWithin(above, above + this.#rowBytes, above + 2 * this.#rowBytes);
      }
    }
  }

  /** Lets `down` compute lines of these pictures. */
  goToLines(pictures: readonly number[]): void {
    const offsets = this.memory.integers(this.offsets.down, pictures.length * this.columns);
    let row = 0;
    for (const column of this.#order) {
      for (const picture of pictures) offsets[row++] = this.#offsetOf(picture, column);
    }
  }

  /** Lets `right` compute this column of these pictures. */
  goTo(pictures: readonly number[], column: number): void {
    const offsets = this.memory.integers(this.offsets.right, pictures.length);
    pictures.forEach((picture, row) => (offsets[row] = this.#offsetOf(picture, column)));
  }

  /** Sets all maps to zero, for new pictures. */
  clear(): void {
    const length = this.canvas.count * 2 * this.#rowBytes;
    for (const plane of this.#planes) this.memory.bytes.fill(0, plane, plane + length);
  }

  get #rowBytes(): number {
    return (this.columns + 2) * this.#cellBytes;
  }

  #offsetOf(picture: number, column: number): number {
    return (2 * picture + 1) * this.#rowBytes + (column + 1) * this.#cellBytes;
  }
}

/** Returns the bytes of one picture in one plane. */
export function planeBytes(canvas: Pick<Canvas, 'width'>, filters: number, halved: number): number {
  return 2 * (columnsOf(canvas, halved) + 2) * cellBytes(filters);
}

function cellBytes(filters: number): number {
  return 5 * padded(filters) * 4;
}

/** Returns the columns of a line in the order in which they are computed; see `SizeMaps`. */
export function lineOrder(canvas: Pick<Canvas, 'width'>, halved: number): number[] {
  if (halved === coarsest) return Array.from({ length: columnsOf(canvas, halved) }, (_, column) => column);
  const half = lineOrder(canvas, halved + 1);
  return [...half.map((column) => 2 * column), ...half.map((column) => 2 * column + 1)];
}
