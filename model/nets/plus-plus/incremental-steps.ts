/** The steps by which PixelCNN++ computes some cells of one stream: the counterpart of network.ts in the kernel. */
import { streamKernels, type NormalisedLayer, type Stream } from './parameters';
import type { Weights } from '../parameters';
import { gateCell, padded, paddedCell, type Cell } from '../../kernel/cell';
import { foldedWeights, type FoldedWeights } from './folded-weights';
import { KernelLayer, type LayerWeights, type Rows, type Segment } from '../../kernel/kernel-layer';
import type { KernelMemory } from '../../kernel/kernel-memory';
import { streamTaps, type Maps, type SizeMaps } from './incremental-maps';

/** The current pixel, in the whole size, and the number of pictures. */
export interface Position {
  row: number;
  column: number;
  pictures: number;
}

/** Computes maps of one size, which have a cell for every 2 ** halved rows and columns. */
export interface Step {
  halved: number;
  run(position: Position): void;
}

/** The maps of a stream, and their size. */
export interface StreamMaps {
  size: SizeMaps;
  maps: Maps;
}

/** The tools that the steps of one network share. */
export interface StepTools {
  memory: KernelMemory;
  weights: Weights;
  filters: number;
  layers: ReadonlyMap<string, NormalisedLayer>;
  /** The address of int32 numbers: the class of each row of cells. */
  classOfRow: number;
  /** The address of as many zeros. */
  noClasses: number;
  /** A block's intermediate results: values and gates of each row of cells. */
  between: Rows;
}

/** Computes x + value * sigmoid(gate) with two convolutions; the first also reads `taken` at the same cell. */
export function block(
  tools: StepTools,
  name: string,
  stream: Stream,
  from: StreamMaps,
  to: StreamMaps,
  taken: readonly Maps[],
): Step {
  const { memory, filters, weights, between } = tools;
  const { size } = to;
  const offsets = size.offsets[stream];
  const [single, double] = [paddedCell(filters, 1), gateCell(filters, 1)];
  const seen = size.seen(streamTaps[stream], double.depth);
  const firstWeights = foldedLayer(tools, `${name}.first`);
  const first = layer(
    tools,
    taken.length
      ? joined(firstWeights, foldedLayer(tools, `${name}.shortcut`), taken.length, filters)
      : firstWeights,
    double,
    [...seen, ...taken.map(({ elus }) => [elus - from.maps.elus, double.depth] as const)],
    single,
  );
  const classes = weights.get(`${name}.classes`);
  const second = layer(tools, { ...foldedLayer(tools, `${name}.second`), classes }, double, seen, double);
  const x = { address: from.maps.elus, offsets };
  const inner = { address: to.maps.inner, offsets };
  return {
    halved: size.halved,
    run: ({ pictures }) => {
      const rows = size.cellsAtOnce(stream, pictures);
      const count = padded(filters);
      first.run(rows, x, between);
      memory.kernel.concatElu(rows, count, between.address, between.offsets, inner.address, offsets);
      second.run(rows, inner, between);
      memory.kernel.addGated(
        rows,
        count,
        between.address,
        between.offsets,
        from.maps.sums,
        to.maps.sums,
        offsets,
      );
      concatElu(tools, rows, stream, to);
    },
  };
}

/** Halves height and width: cell (r, c) is computed with cell (2r, 2c) of the larger size. */
export function halving(
  tools: StepTools,
  name: string,
  stream: Stream,
  from: StreamMaps,
  to: StreamMaps,
): Step {
  const single = paddedCell(tools.filters, 1);
  const seen = from.size.seen(streamTaps[stream], single.depth);
  const resize = layer(tools, foldedLayer(tools, name), single, seen, single);
  const x = { address: from.maps.sums, offsets: from.size.offsets[stream] };
  const y = { address: to.maps.sums, offsets: to.size.offsets[stream] };
  return {
    halved: to.size.halved,
    run: ({ pictures }) => {
      const rows = to.size.cellsAtOnce(stream, pictures);
      resize.run(rows, x, y);
      concatElu(tools, rows, stream, to);
    },
  };
}

/**
 * Doubles height and width: cell (r, c) spreads to rows 2r and 2r + 1 and to columns 2c and 2c + 1, in `down` also to
 * 2c - 1. So the sources of a cell depend on whether its row and its column are odd.
 */
export function doubling(
  tools: StepTools,
  name: string,
  stream: Stream,
  from: StreamMaps,
  to: StreamMaps,
): Step {
  const single = paddedCell(tools.filters, 1);
  const { kernel, bias } = foldedLayer(tools, name);
  const columns = streamKernels[stream][1];
  const tapSize = kernel.length / (2 * columns);
  const layerOf = (row: number, sources: readonly Source[]) => {
    const parts = sources.map(({ kernelColumn }) => {
      const tap = row * columns + kernelColumn;
      return kernel.subarray(tap * tapSize, (tap + 1) * tapSize);
    });
    const taps = sources.map(({ column }) => ({ row: 0, column }) as const);
    return layer(
      tools,
      { kernel: Float32Array.from(parts.flatMap((part) => [...part])), bias },
      single,
      from.size.seen(taps, single.depth),
      single,
    );
  };
  const layers = [0, 1].map((row) => spreading[stream].map((sources) => layerOf(row, sources)));
  const x = { address: from.maps.sums, offsets: from.size.offsets[stream] };
  const y = { address: to.maps.sums, offsets: to.size.offsets[stream] };
  return {
    halved: to.size.halved,
    run: ({ row, column, pictures }) => {
      const isOdd = (at: number) => (at >> to.size.halved) % 2;
      const [even, odd] = layers[isOdd(row)] as [KernelLayer, KernelLayer];
      const rows = from.size.cellsAtOnce(stream, pictures);
      if (stream === 'right') (isOdd(column) ? odd : even).run(rows, x, y);
      else {
        even.run(rows, x, y);
        odd.run(rows, x, { ...y, offsets: y.offsets + rows * 4 });
      }
      concatElu(tools, to.size.cellsAtOnce(stream, pictures), stream, to);
    },
  };
}

interface Source {
  /** The number of cells to the right, in the smaller size. */
  column: 0 | 1;
  kernelColumn: number;
}

/** The sources of a cell in an even column, and of one in an odd column. */
const spreading: Record<Stream, readonly [readonly Source[], readonly Source[]]> = {
  down: [
    [{ column: 0, kernelColumn: 1 }],
    [
      { column: 0, kernelColumn: 2 },
      { column: 1, kernelColumn: 0 },
    ],
  ],
  right: [[{ column: 0, kernelColumn: 0 }], [{ column: 0, kernelColumn: 1 }]],
};

export function layer(
  { memory, classOfRow, noClasses }: StepTools,
  weights: LayerWeights,
  cell: Cell,
  segments: readonly Segment[],
  to: Cell,
): KernelLayer {
  return new KernelLayer(
    memory,
    weights,
    { cell, segments },
    to.whole(),
    weights.classes ? classOfRow : noClasses,
  );
}

export function foldedLayer({ weights, layers }: StepTools, name: string): FoldedWeights {
  return foldedWeights(weights, layers.get(name) as NormalisedLayer);
}

/** Computes the concatenated ELU of a stream's sums. */
export function concatElu(
  { memory, filters }: StepTools,
  rows: number,
  stream: Stream,
  { size, maps }: StreamMaps,
): void {
  const offsets = size.offsets[stream];
  memory.kernel.concatElu(rows, padded(filters), maps.sums, offsets, maps.elus, offsets);
}

/**
 * Joins a convolution and a short-cut into one layer that reads the inputs of both. The short-cut's kernel has first the
 * ELUs of all its inputs, then those of their negatives; here each input is read whole.
 */
function joined(
  convolution: FoldedWeights,
  shortcut: FoldedWeights,
  taken: number,
  filters: number,
): FoldedWeights {
  const part = filters * filters;
  const kernel = new Float32Array(convolution.kernel.length + shortcut.kernel.length);
  kernel.set(convolution.kernel);
  for (let map = 0; map < taken; map++) {
    for (let sign = 0; sign < 2; sign++) {
      const from = (sign * taken + map) * part;
      kernel.set(
        shortcut.kernel.subarray(from, from + part),
        convolution.kernel.length + (2 * map + sign) * part,
      );
    }
  }
  return { kernel, bias: convolution.bias.map((value, i) => value + (shortcut.bias[i] as number)) };
}
