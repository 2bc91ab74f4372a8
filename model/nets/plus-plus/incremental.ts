/**
 * PixelCNN++ pixel by pixel (the form of Ramachandran et al. 2017, arXiv 1704.06001, for Salimans et al. 2017, arXiv
 * 1701.05517). `down` does not depend on a pixel's row, so its maps of a row are computed at once when the row begins;
 * those of `right` are computed pixel by pixel. A halved size has a new cell only at every second row and column, which
 * is computed there: a convolution with stride 2 reads rows and columns up to 2r and 2c, and doubling the size again
 * affects only (2r, 2c) and later pixels. Two rows of all maps are kept.
 */
import { likelihoodOf, pictureForm } from '../model-shape';
import type { ModelDescription } from '../model-description';
import type { Weights } from '../parameters';
import {
  blockNames,
  coarsest,
  halvings,
  planLayers,
  streams,
  type SizePath,
  type Stream,
} from './parameters';
import { padded, paddedCell, type Cell } from '../../kernel/cell';
import type { IncrementalNetwork } from '../../kernel/incremental-network';
import type { KernelLayer, Rows } from '../../kernel/kernel-layer';
import { KernelMemory } from '../../kernel/kernel-memory';
import type { Canvas } from '../../kernel/picture-plane';
import { inputBytes, PlusPlusInput } from './incremental-input';
import { columnsOf, planeBytes, SizeMaps, type Maps } from './incremental-maps';
import {
  block,
  doubling,
  foldedLayer,
  halving,
  layer,
  type Position,
  type Step,
  type StepTools,
  type StreamMaps,
} from './incremental-steps';

/** Returns the bytes that one picture needs while it is drawn. */
export function plusPlusBytesPerPicture(
  description: ModelDescription,
  size: { height: number; width: number },
): number {
  const { filters, blocks } = description.settings;
  const planes = halvings.map((halved) => {
    const count = (halved === coarsest ? 0 : 2) + blockCount(halved, blocks) + (halved === coarsest ? 1 : 0);
    return streams.length * count * planeBytes(size, filters, halved);
  });
  const between = 2 * padded(filters) * 4 * columnsOf(size, 0);
  const outputs = padded(likelihoodOf(description).outputs) * 4;
  return [...planes, inputBytes(size, pictureForm(description)), between, outputs].reduce(
    (sum, bytes) => sum + bytes,
  );
}

export class IncrementalPlusPlus implements IncrementalNetwork {
  readonly #memory = new KernelMemory();
  readonly #sizes: readonly SizeMaps[];
  readonly #input: PlusPlusInput;
  readonly #steps: Record<Stream, Step[]> = { down: [], right: [] };
  readonly #out: KernelLayer;
  /** The input of `out`, and its output: a row for each picture. */
  readonly #last: Rows;
  readonly #outputs: Rows;
  readonly #outputCell: Cell;
  readonly #classOfRow: number;
  readonly #classes: Int32Array;
  readonly #views: readonly Float32Array[];

  constructor(
    description: ModelDescription,
    weights: Weights,
    private readonly canvas: Canvas,
  ) {
    const { settings } = description;
    const { filters, blocks } = settings;
    const form = pictureForm(description);
    const memory = this.#memory;
    const outputs = likelihoodOf(description).outputs;
    this.#sizes = halvings.map((halved) => new SizeMaps(memory, canvas, filters, halved));
    this.#input = new PlusPlusInput(memory, form, canvas);
    this.#classes = new Int32Array(canvas.count);
    const rows = canvas.count * columnsOf(canvas, 0);
    this.#classOfRow = memory.reserve(rows * 4);
    const betweenBytes = 2 * padded(filters) * 4;
    const tools: StepTools = {
      memory,
      weights,
      filters,
      layers: new Map(
        planLayers({ ...settings, ...form }, outputs).map((planned) => [planned.name, planned]),
      ),
      classOfRow: this.#classOfRow,
      noClasses: memory.reserve(rows * 4),
      between: {
        address: memory.reserve(rows * betweenBytes),
        offsets: memory.place(Int32Array.from({ length: rows }, (_, row) => row * betweenBytes)),
      },
    };
    const last = this.#plan(tools, blocks);
    this.#last = { address: last.maps.elus, offsets: last.size.offsets.right };
    this.#outputCell = paddedCell(outputs, 1);
    this.#outputs = {
      address: memory.reserve(canvas.count * this.#outputCell.bytes),
      offsets: memory.reserve(canvas.count * 4),
    };
    const single = paddedCell(filters, 1);
    this.#out = layer(tools, foldedLayer(tools, 'out'), single, [[0, single.depth]], this.#outputCell);
    // All memory is reserved by now, so these views stay valid.
    this.#views = Array.from({ length: canvas.count }, (_, picture) =>
      memory.floats(this.#outputs.address + picture * this.#outputCell.bytes, outputs),
    );
  }

  begin(classes: readonly number[] = []): void {
    this.#classes.set(classes);
    for (const size of this.#sizes) size.clear();
  }

  put(pixel: number, channel: number, level: number): void {
    this.#input.put(pixel, channel, level);
  }

  outputsAt(pixels: Uint32Array, channel: number): Float32Array[] {
    // The likelihood orders the channels of a pixel, so the outputs are the same for all of them.
    if (channel === 0) {
      const size = this.canvas.height * this.canvas.width;
      const byPosition = new Map<number, number[]>();
      pixels.forEach((pixel, picture) => {
        const position = pixel % size;
        byPosition.set(position, [...(byPosition.get(position) ?? []), picture]);
      });
      for (const [position, pictures] of byPosition) this.#compute(position, pictures);
    }
    return this.#views.slice(0, pixels.length);
  }

  /** Computes the outputs at one position of some pictures. */
  #compute(position: number, pictures: readonly number[]): void {
    const { width } = this.canvas;
    const [row, column] = [Math.floor(position / width), position % width];
    const at = { row, column, pictures: pictures.length };
    if (column === 0) this.#beginLines(row, pictures);
    this.#setClasses(pictures, pictures.length);
    this.#input.goTo(pictures, column);
    for (const size of this.#sizes) size.goTo(pictures, column >> size.halved);
    this.#run('right', at);
    const offsets = this.#memory.integers(this.#outputs.offsets, pictures.length);
    pictures.forEach((picture, n) => (offsets[n] = picture * this.#outputCell.bytes));
    this.#out.run(pictures.length, this.#last, this.#outputs);
  }

  #beginLines(row: number, pictures: readonly number[]): void {
    this.#setClasses(pictures, pictures.length * columnsOf(this.canvas, 0));
    this.#input.goToLines(pictures);
    for (const size of this.#sizes) {
      if (isDue(size, row, 0)) size.beginLines(pictures);
      size.goToLines(pictures);
    }
    this.#run('down', { row, column: 0, pictures: pictures.length });
  }

  #run(stream: Stream, at: Position): void {
    for (const step of this.#steps[stream]) if (isDue(step, at.row, at.column)) step.run(at);
  }

  /** Sets the class of each row of cells; the pictures alternate. */
  #setClasses(pictures: readonly number[], rows: number): void {
    const classes = this.#memory.integers(this.#classOfRow, rows);
    for (let i = 0; i < rows; i++) {
      classes[i] = this.#classes[pictures[i % pictures.length] as number] as number;
    }
  }

  /** Plans the steps in the order of the forward pass. @returns the last maps of `right` */
  #plan(tools: StepTools, blocks: number): StreamMaps {
    const sizeOf = (halved: number) => this.#sizes[halved] as SizeMaps;
    const fresh = (halved: number) => ({ down: sizeOf(halved).reserve(), right: sizeOf(halved).reserve() });
    const add = (stream: Stream, step: Step) => void this.#steps[stream].push(step);
    let now = fresh(0);
    const streamMaps = (halved: number, maps: Maps): StreamMaps => ({ size: sizeOf(halved), maps });
    add('down', this.#input.down(tools, streamMaps(0, now.down)));
    add('right', this.#input.right(tools, streamMaps(0, now.right)));
    const partners = [now];
    const addBlock = (name: string, halved: number, partner?: Record<Stream, Maps>) => {
      const [before, after] = [now, fresh(halved)];
      for (const stream of streams) {
        const taken = [...(stream === 'right' ? [after.down] : []), ...(partner ? [partner[stream]] : [])];
        const [from, to] = [streamMaps(halved, before[stream]), streamMaps(halved, after[stream])];
        add(stream, block(tools, `${name}.${stream}`, stream, from, to, taken));
      }
      now = after;
    };
    const resize = (path: SizePath, from: number, to: number, larger: number) => {
      const [before, after] = [now, fresh(to)];
      const make = path === 'contract' ? halving : doubling;
      for (const stream of streams) {
        const name = `${path}.${larger}.${stream}.resize`;
        add(
          stream,
          make(tools, name, stream, streamMaps(from, before[stream]), streamMaps(to, after[stream])),
        );
      }
      now = after;
    };
    for (const halved of halvings) {
      for (const name of blockNames('contract', halved, blocks)) {
        addBlock(name, halved);
        partners.push(now);
      }
      if (halved === coarsest) break;
      resize('contract', halved, halved + 1, halved);
      partners.push(now);
    }
    partners.pop();
    for (const halved of [...halvings].reverse()) {
      if (halved !== coarsest) resize('expand', halved + 1, halved, halved);
      for (const name of blockNames('expand', halved, blocks)) addBlock(name, halved, partners.pop());
    }
    return streamMaps(0, now.right);
  }
}

/** Whether a size has a cell at a pixel. */
function isDue({ halved }: { halved: number }, row: number, column: number): boolean {
  return ((row | column) & ((1 << halved) - 1)) === 0;
}

function blockCount(halved: number, blocks: number): number {
  return blockNames('contract', halved, blocks).length + blockNames('expand', halved, blocks).length;
}
