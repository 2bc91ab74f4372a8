import type { PictureForm } from '../picture-form';
import type { MaskType } from '../colour-order';
import { paddedCell, type Cell, type CellPart } from './cell';
import { KernelLayer, type LayerWeights, type Rows, type Segment } from './kernel-layer';
import { KernelMemory } from './kernel-memory';
import { KeptPlanes } from './kept-planes';
import type { Canvas, PicturePlane } from './picture-plane';

/** Rows one after another, by default one for each picture. */
export interface RowBuffer extends Rows {
  cell: Cell;
}

/**
 * Puts a network's layers into a memory of their own. Row n of a layer is picture n unless it has its own
 * `classOfRow`.
 */
export class LayerBuilder {
  readonly memory = new KernelMemory();
  readonly #classOfPicture: number;
  readonly #noClasses: number;

  /** @param weights by their names in the network */
  constructor(
    readonly form: PictureForm,
    private readonly weights: ReadonlyMap<string, Float32Array>,
    readonly canvas: Canvas,
  ) {
    this.#classOfPicture = this.memory.reserve(canvas.count * 4);
    this.#noClasses = this.memory.reserve(canvas.count * canvas.width * 4);
  }

  /** Sets the class of each picture. */
  setClasses(classes: readonly number[]): void {
    this.memory.integers(this.#classOfPicture, classes.length).set(classes);
  }

  cell(channels: number): Cell {
    return paddedCell(channels, this.form.channels);
  }

  planes(plane: PicturePlane, layers: number): KeptPlanes {
    return new KeptPlanes(this.memory, plane, this.canvas, layers);
  }

  buffer(cell: Cell, rows = this.canvas.count): RowBuffer {
    const offsets = Int32Array.from({ length: rows }, (_, row) => row * cell.bytes);
    return { cell, address: this.memory.reserve(rows * cell.bytes), offsets: this.memory.place(offsets) };
  }

  /** The weights of a layer; bias and classes may be absent. @throws RangeError without a kernel of that name */
  weightsOf(name: string): LayerWeights {
    const kernel = this.weights.get(`${name}.kernel`);
    if (!kernel) throw new RangeError(`There are no weights named ${name}.kernel`);
    const bias = this.weights.get(`${name}.bias`);
    return { kernel, ...(bias && { bias }), classes: this.weights.get(`${name}.classes`) };
  }

  /** @param classOfRow address of the class of each row, where rows are not pictures */
  layer(
    weights: LayerWeights,
    from: { cell: Cell; segments: readonly Segment[] },
    to: CellPart,
    classOfRow = this.#classOfPicture,
  ): KernelLayer {
    return new KernelLayer(this.memory, weights, from, to, weights.classes ? classOfRow : this.#noClasses);
  }

  /**
   * A masked convolution, as one layer for each colour it computes.
   * @param segments what it reads where it may see the first `own` numbers of its own cell
   */
  masked(
    weights: LayerWeights,
    type: MaskType,
    from: { cell: Cell; segments: (own: number) => readonly Segment[] },
    to: Cell,
    classOfRow?: number,
  ): KernelLayer[] {
    return Array.from({ length: this.form.channels }, (_, colour) => {
      const own = from.cell.starts[type === 'A' ? colour : colour + 1] as number;
      return this.layer(
        weights,
        { cell: from.cell, segments: from.segments(own) },
        to.part(colour),
        classOfRow,
      );
    });
  }

  /** A 1x1 convolution with a mask of type B. */
  dense(name: string, from: Cell, to: Cell): KernelLayer[] {
    return this.masked(this.weightsOf(name), 'B', { cell: from, segments: (own) => [[0, own]] }, to);
  }
}

/** y = max(0, x) for one colour. */
export function rectify(
  { kernel }: KernelMemory,
  rows: number,
  x: RowBuffer,
  y: RowBuffer,
  colour: number,
): void {
  const { start, slots } = x.cell.part(colour);
  kernel.rectify(
    rows,
    slots.length,
    x.address + start * 4,
    y.address + start * 4,
    x.cell.bytes,
    y.cell.bytes,
  );
}
