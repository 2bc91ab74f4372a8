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
  const lastColumns = lastColumnsSeen(settings);
  const reach = lastColumns.length - 1;
  const area = lastColumns.reduce((sum, last) => sum + reach + last + 1, 0);
  return { reach, side: 2 * reach + 1, area, lastColumns };
}

function lastColumnsSeen({ architecture, firstKernel, kernel, blocks }: Depth): number[] {
  switch (architecture) {
    case 'plain': {
      // The first convolution's taps, spread by those of every block.
      let seen = lastColumnsOf(firstKernel, -1);
      for (let block = 0; block < blocks; block++) seen = spread(seen, lastColumnsOf(kernel, 0));
      return seen;
    }
    case 'gated':
      return withoutBlindSpot((firstKernel - 1) / 2 + (blocks - 1) * ((kernel - 1) / 2));
    case 'plus-plus':
      return withoutBlindSpot(plusPlusReach(blocks));
  }
}

/** Rows above: two by the first layer, one by each of a block's two convolutions, and two by each change of size. */
function plusPlusReach(blocks: number): number {
  const whole = 4 * blocks + 2;
  const half = 2 * (4 * blocks + 2);
  const quarter = 4 * (4 * blocks);
  const resizing = 2 * (2 + 4);
  return 2 + whole + half + quarter + resizing;
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
