/** Computes which earlier pixels can influence a pixel's distribution, by their distance. No TensorFlow here. */
import type { MaskType } from '../colour-order';

export interface ReceptiveField {
  /** The number of rows seen above the pixel, and of columns seen to its left. */
  reach: number;
  /** The side of the square window around the pixel that contains the receptive field. */
  side: number;
  /** The number of pixels seen, away from the picture's edges. */
  area: number;
  /**
   * For the pixel's own row (0) and each row above it, the last column seen: negative is left of the pixel. The pixels
   * of the window to the right of these are the blind spot.
   */
  lastColumns: readonly number[];
}

/** The receptive field of all layers up to one, by the last columns of its rows. */
export interface SeenLayer {
  /** The layer, or the block of layers. */
  after: string;
  lastColumns: readonly number[];
}

/** Computes the size of a receptive field from its last columns. */
export function fieldOf(lastColumns: readonly number[]): ReceptiveField {
  const reach = lastColumns.length - 1;
  const area = lastColumns.reduce((sum, last) => sum + reach + last + 1, 0);
  return { reach, side: 2 * reach + 1, area, lastColumns };
}

/** Returns the last columns of one masked kernel: its own row ends before the pixel with mask A, at it with mask B. */
export function kernelRows(side: number, type: MaskType): number[] {
  const reach = (side - 1) / 2;
  const own = type === 'A' ? -1 : 0;
  return Array.from({ length: reach + 1 }, (_, row) => (row === 0 ? own : reach));
}

/** Returns the last columns of two layers, where each pixel that `outer` sees has the receptive field `inner`. */
export function spread(inner: readonly number[], outer: readonly number[]): number[] {
  const rows = Array.from({ length: inner.length + outer.length - 1 }, () => -Infinity);
  inner.forEach((a, row) =>
    outer.forEach((b, more) => {
      rows[row + more] = Math.max(rows[row + more] as number, a + b);
    }),
  );
  return rows;
}

/** Returns the last columns of a field without a blind spot: `reach` rows above, and the pixel's own row to its left. */
export function withoutBlindSpot(reach: number): number[] {
  return Array.from({ length: reach + 1 }, (_, row) => (row === 0 ? -1 : reach));
}

/** Whether layers connect a pixel with the one that is this many columns to its right and rows above it. */
export function isWithin({ reach, lastColumns }: ReceptiveField, right: number, up: number): boolean {
  const last = lastColumns[up];
  return last !== undefined && right >= -reach && right <= last;
}

/**
 * The relation of a pixel to the inspected one. `self`: that pixel. `seen`: influences it. `unused`: the network's layers
 * connect the two, but with the given weights there is no influence. `blind`: inside the window around the receptive
 * field, but no layers connect the two. `far`: earlier, and outside the window. `later`: must not influence it.
 */
export type Relation = 'self' | 'seen' | 'unused' | 'blind' | 'far' | 'later';

/**
 * Returns the relation of every pixel of a canvas to the one at x, y, in raster order.
 * @param seen 1 for each pixel that was measured to influence it; without it, every pixel that the layers connect with
 *   it counts as seen
 */
export function relationsTo(
  field: ReceptiveField,
  { height, width }: { height: number; width: number },
  { x, y }: { x: number; y: number },
  seen?: ArrayLike<number>,
): Relation[] {
  return Array.from({ length: height * width }, (_, pixel): Relation => {
    const right = (pixel % width) - x;
    const up = y - Math.floor(pixel / width);
    const isConnected = isWithin(field, right, up);
    if (right === 0 && up === 0) return 'self';
    if (seen ? seen[pixel] === 1 : isConnected) return 'seen';
    if (pixel > y * width + x) return 'later';
    if (isConnected) return 'unused';
    return Math.max(Math.abs(right), up) <= field.reach ? 'blind' : 'far';
  });
}
