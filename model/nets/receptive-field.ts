import type { Settings } from '../settings';

/** Which earlier pixels can influence a pixel's distribution, by their distance from it. No TensorFlow here. */
export interface ReceptiveField {
  /** Rows seen above the pixel, and columns seen to its left. */
  reach: number;
  /** Side of the square window around the pixel that holds all it sees. */
  side: number;
  /** Pixels seen, away from the picture's edges. */
  area: number;
  /**
   * For the pixel's own row (0) and each row above it, the last column seen: negative is left of the pixel. What lies
   * inside the window but right of these is the blind spot.
   */
  lastColumns: readonly number[];
}

type Depth = Pick<Settings, 'architecture' | 'firstKernel' | 'kernel' | 'blocks'>;

/** Of PixelCNN++, whose sight depends on where a pixel lies in its coarser maps, at the most. */
export function receptiveField(settings: Depth): ReceptiveField {
  const growth = receptiveFieldGrowth(settings);
  return (growth[growth.length - 1] as Growth).field;
}

/** What a pixel sees through all layers up to one. */
export interface Growth {
  /** The layer, or the block of layers. */
  after: string;
  field: ReceptiveField;
}

/** How the seen region grows through the network, in the order of its layers. */
export function receptiveFieldGrowth(settings: Depth): Growth[] {
  return layersOf(settings).map(([after, lastColumns]) => {
    const reach = lastColumns.length - 1;
    const area = lastColumns.reduce((sum, last) => sum + reach + last + 1, 0);
    return { after, field: { reach, side: 2 * reach + 1, area, lastColumns } };
  });
}

function layersOf({ architecture, firstKernel, kernel, blocks }: Depth): [after: string, seen: number[]][] {
  const numbers = Array.from({ length: blocks }, (_, block) => block + 1);
  switch (architecture) {
    case 'plain': {
      // The first convolution's taps, spread by those of every block.
      let seen = lastColumnsOf(firstKernel, -1);
      return [
        ['the first convolution', seen],
        ...numbers.map((block): [string, number[]] => {
          seen = spread(seen, lastColumnsOf(kernel, 0));
          return [`block ${block}`, seen];
        }),
      ];
    }
    case 'gated':
      return numbers.map((layer) => [
        `layer ${layer}`,
        withoutBlindSpot((firstKernel - 1) / 2 + (layer - 1) * ((kernel - 1) / 2)),
      ]);
    case 'plus-plus': {
      let reach = 0;
      return plusPlusRows(blocks).map(([after, rows]) => [after, withoutBlindSpot((reach += rows))]);
    }
  }
}

/**
 * Rows above that each part adds: two by the first layer, one by each of a block's two convolutions, and two by each
 * change of size, counted in the rows of its own map.
 */
function plusPlusRows(blocks: number): [after: string, rows: number][] {
  const at = (size: string, count: number, pixel: number) =>
    Array.from({ length: count }, (_, block): [string, number] => [
      `block ${block + 1} at ${size} size`,
      2 * pixel,
    ]);
  return [
    ['the first layer', 2],
    ...at('full', blocks, 1),
    ['the way to half size', 2],
    ...at('half', blocks, 2),
    ['the way to quarter size', 4],
    ...at('quarter', 2 * blocks, 4),
    ['the way back to half size', 4],
    ...at('half', blocks + 1, 2),
    ['the way back to full size', 2],
    ...at('full', blocks + 1, 1),
  ];
}

function withoutBlindSpot(reach: number): number[] {
  return Array.from({ length: reach + 1 }, (_, row) => (row === 0 ? -1 : reach));
}

/** Of one masked kernel, whose own row ends at `own`: -1 under a mask of type A, 0 under type B. */
function lastColumnsOf(side: number, own: number): number[] {
  const reach = (side - 1) / 2;
  return Array.from({ length: reach + 1 }, (_, row) => (row === 0 ? own : reach));
}

function spread(inner: readonly number[], outer: readonly number[]): number[] {
  const rows = Array.from({ length: inner.length + outer.length - 1 }, () => -Infinity);
  inner.forEach((a, row) =>
    outer.forEach((b, more) => {
      rows[row + more] = Math.max(rows[row + more] as number, a + b);
    }),
  );
  return rows;
}
