/** Where the maps of PixelCNN++ lie in the kernel's memory while pictures are drawn. */
import { coarsest, type Stream } from './parameters';
import { padded } from '../../kernel/cell';
import type { Segment } from '../../kernel/kernel-layer';
import type { KernelMemory } from '../../kernel/kernel-memory';
import type { Canvas } from '../../kernel/picture-plane';

/** Addresses of what one stream knows after one block: from there each pixel's cell has the same offset. */
export interface Maps {
  /** The concatenated ELU between the block's two convolutions, [2 * filters]. */
  inner: number;
  /** What the block adds to and hands on, [filters]. */
  sums: number;
  /** Its concatenated ELU, [2 * filters]. */
  elus: number;
}

/** What a kernel reads at one of its places, in cells from the own one. */
export interface Tap {
  row: number;
  column: number;
}

/** The cells that a stream's kernels see, in the kernels' order. */
export const streamTaps: Record<Stream, readonly Tap[]> = {
  down: [-1, 0].flatMap((row) => [-1, 0, 1].map((column) => ({ row, column }))),
  right: [-1, 0].flatMap((row) => [-1, 0].map((column) => ({ row, column }))),
};

/** Columns of a picture once it is padded to a width that can be halved twice, and then halved so often. */
export function columnsOf({ width }: Pick<Canvas, 'width'>, halved: number): number {
  return (Math.ceil(width / 2 ** coarsest) * 2 ** coarsest) / 2 ** halved;
}

/**
 * All maps of one size. Of each picture they hold the row in work and the one above it, cell by cell, between cells of
 * zeros; what lies further up is of no use to anybody.
 *
 * A stream is computed in rows of cells that `offsets` lists: of `right` the cells of one place in each picture, of
 * `down` those of a whole line. A line's even columns come before its odd ones, each in the order of the half as large
 * picture, so that its cells and those of the other size correspond one to one.
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

  /** What a kernel with these taps reads of maps with so many numbers. */
  seen(taps: readonly Tap[], numbers: number): Segment[] {
    return taps.map(({ row, column }) => [row * this.#rowBytes + column * this.#cellBytes, numbers]);
  }

  /** How many cells of these pictures a stream computes at once. */
  cellsAtOnce(stream: Stream, pictures: number): number {
    return stream === 'down' ? pictures * this.columns : pictures;
  }

  /** What was in work in these pictures is now the line above. */
  beginLines(pictures: readonly number[]): void {
    const bytes = this.memory.bytes;
    for (const plane of this.#planes) {
      for (const picture of pictures) {
        const above = plane + picture * 2 * this.#rowBytes;
        bytes.copyWithin(above, above + this.#rowBytes, above + 2 * this.#rowBytes);
      }
    }
  }

  /** From here on `down` computes lines of these pictures. */
  goToLines(pictures: readonly number[]): void {
    const offsets = this.memory.integers(this.offsets.down, pictures.length * this.columns);
    let row = 0;
    for (const column of this.#order) {
      for (const picture of pictures) offsets[row++] = this.#offsetOf(picture, column);
    }
  }

  /** From here on `right` computes this column of these pictures. */
  goTo(pictures: readonly number[], column: number): void {
    const offsets = this.memory.integers(this.offsets.right, pictures.length);
    pictures.forEach((picture, row) => (offsets[row] = this.#offsetOf(picture, column)));
  }

  /** Nothing lies above a new picture. */
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

/** Bytes that one picture takes in one plane. */
export function planeBytes(canvas: Pick<Canvas, 'width'>, filters: number, halved: number): number {
  return 2 * (columnsOf(canvas, halved) + 2) * cellBytes(filters);
}

function cellBytes(filters: number): number {
  return 5 * padded(filters) * 4;
}

/** The columns of a line in the order in which they are computed; see `SizeMaps`. */
export function lineOrder(canvas: Pick<Canvas, 'width'>, halved: number): number[] {
  if (halved === coarsest) return Array.from({ length: columnsOf(canvas, halved) }, (_, column) => column);
  const half = lineOrder(canvas, halved + 1);
  return [...half.map((column) => 2 * column), ...half.map((column) => 2 * column + 1)];
}
