import type { PictureForm } from '../../picture-form';
import type { Stream } from './parameters';
import { inputCell, paddedCell } from '../../kernel/cell';
import type { KernelMemory } from '../../kernel/kernel-memory';
import type { Canvas } from '../../kernel/picture-plane';
import { columnsOf, lineOrder, type Tap } from './incremental-maps';
import {
  concatElu,
  foldedLayer,
  layer,
  type StreamMaps,
  type Step,
  type StepTools,
} from './incremental-steps';

/** Keeps whole pictures for the first layers: the values of each pixel and a one, with zeros all around. */
export class PlusPlusInput {
  readonly #address: number;
  readonly #offsets: Readonly<Record<Stream, number>>;
  readonly #inputs: number;
  readonly #rowBytes: number;
  readonly #order: readonly number[];

  constructor(
    private readonly memory: KernelMemory,
    private readonly form: PictureForm,
    private readonly canvas: Canvas,
  ) {
    this.#inputs = inputsOf(form);
    this.#rowBytes = (columnsOf(canvas, 0) + 2) * this.#inputs * 4;
    this.#order = lineOrder(canvas, 0);
    this.#address = memory.reserve(canvas.count * inputBytes(canvas, form));
    this.#offsets = {
      down: memory.reserve(canvas.count * this.#order.length * 4),
      right: memory.reserve(canvas.count * 4),
    };
  }

  put(pixel: number, channel: number, level: number): void {
    const { width: columns, height } = this.canvas;
    const { width, inputValues } = this.form;
    const picture = Math.floor(pixel / (height * columns));
    const row = Math.floor(pixel / columns) % height;
    const at = (this.#address + row * this.#rowBytes + this.#offsetOf(picture, pixel % columns)) / 4;
    const { numbers } = this.memory;
    for (let i = 0; i < width; i++)
      numbers[at + channel * width + i] = inputValues[level * width + i] as number;
    numbers[at + this.#inputs - 1] = 1;
  }

  /** Lets `down` read for lines of these pictures. */
  goToLines(pictures: readonly number[]): void {
    const offsets = this.memory.integers(this.#offsets.down, pictures.length * this.#order.length);
    let cell = 0;
    for (const column of this.#order) {
      for (const picture of pictures) offsets[cell++] = this.#offsetOf(picture, column);
    }
  }

  /** Lets `right` read for this column of these pictures. */
  goTo(pictures: readonly number[], column: number): void {
    const offsets = this.memory.integers(this.#offsets.right, pictures.length);
    pictures.forEach((picture, cell) => (offsets[cell] = this.#offsetOf(picture, column)));
  }

  /** Returns the first step of `down`, which reads the rows above. There are none above the first row. */
  down(tools: StepTools, to: StreamMaps): Step {
    const above = this.#layer(tools, 'first.above', [-2, -1], [-1, 0, 1]);
    const y = { address: to.maps.sums, offsets: to.size.offsets.down };
    return {
      halved: 0,
      run: ({ row, pictures }) => {
        if (row === 0) return;
        const cells = to.size.cellsAtOnce('down', pictures);
        above.run(cells, this.#rows('down', row), y);
        concatElu(tools, cells, 'down', to);
      },
    };
  }

  /** Returns the first step of `right`, which reads the row above and the column to the left, if any. */
  right(tools: StepTools, to: StreamMaps): Step {
    const above = this.#layer(tools, 'first.row', [-1], [-1, 0, 1]);
    const left = this.#layer(tools, 'first.column', [-1, 0], [-1]);
    const y = { address: to.maps.sums, offsets: to.size.offsets.right };
    return {
      halved: 0,
      run: ({ row, column, pictures }) => {
        const x = this.#rows('right', row);
        if (row > 0) above.run(pictures, x, y);
        if (column > 0) left.run(pictures, x, y, row > 0 ? { added: y } : {});
        concatElu(tools, pictures, 'right', to);
      },
    };
  }

  #layer(tools: StepTools, name: string, rows: readonly number[], columns: readonly number[]) {
    const taps: Tap[] = rows.flatMap((row) => columns.map((column) => ({ row, column })));
    const cell = inputCell(this.#inputs, 1);
    const seen = taps.map(
      ({ row, column }) => [row * this.#rowBytes + column * cell.bytes, cell.depth] as const,
    );
    return layer(tools, foldedLayer(tools, name), cell, seen, paddedCell(tools.filters, 1));
  }

  /** Returns the current cells of a stream in this row. */
  #rows(stream: Stream, row: number) {
    return { address: this.#address + row * this.#rowBytes, offsets: this.#offsets[stream] };
  }

  /** Returns the offset in bytes from a row's address in the first picture. Two rows of zeros are above each picture. */
  #offsetOf(picture: number, column: number): number {
    return (
      picture * inputBytes(this.canvas, this.form) + 2 * this.#rowBytes + (column + 1) * this.#inputs * 4
    );
  }
}

/** Returns the bytes of one picture. */
export function inputBytes(canvas: Pick<Canvas, 'height' | 'width'>, form: PictureForm): number {
  return (canvas.height + 2) * (columnsOf(canvas, 0) + 2) * inputsOf(form) * 4;
}

function inputsOf({ channels, width }: PictureForm): number {
  return channels * width + 1;
}
