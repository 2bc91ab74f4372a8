/** Which earlier pixels can influence a pixel's distribution, by their distance from it. No TensorFlow here. */
import type { MaskType } from './masks';

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

/** What a pixel sees through all layers up to one, by the last columns of its rows. */
export interface SeenLayer {
  /** The layer, or the block of layers. */
  after: string;
  lastColumns: readonly number[];
}

export function fieldOf(lastColumns: readonly number[]): ReceptiveField {
  const reach = lastColumns.length - 1;
  const area = lastColumns.reduce((sum, last) => sum + reach + last + 1, 0);
  return { reach, side: 2 * reach + 1, area, lastColumns };
}

/** The last columns of one masked kernel, whose own row ends before the pixel under type A, and at it under type B. */
export function kernelRows(side: number, type: MaskType): number[] {
  const reach = (side - 1) / 2;
  const own = type === 'A' ? -1 : 0;
  return Array.from({ length: reach + 1 }, (_, row) => (row === 0 ? own : reach));
}

/** What is seen when each pixel of `inner` sees what `outer` shows it. */
export function spread(inner: readonly number[], outer: readonly number[]): number[] {
  const rows = Array.from({ length: inner.length + outer.length - 1 }, () => -Infinity);
  inner.forEach((a, row) =>
    outer.forEach((b, more) => {
      rows[row + more] = Math.max(rows[row + more] as number, a + b);
    }),
  );
  return rows;
}

/** All rows up to `reach` above the pixel, and its own row left of it. */
export function withoutBlindSpot(reach: number): number[] {
  return Array.from({ length: reach + 1 }, (_, row) => (row === 0 ? -1 : reach));
}

/** Whether a pixel influences another one, by geometry alone, given the columns it is to the right and the rows above. */
export function isWithin({ reach, lastColumns }: ReceptiveField, right: number, up: number): boolean {
  const last = lastColumns[up];
  return last !== undefined && right >= -reach && right <= last;
}

/**
 * What a pixel is to the one looked at. `self`: that pixel. `seen`: influences it. `unused`: the network's layers
 * connect the two, but with the weights at hand there is no influence. `blind`: inside the window around the
 * receptive field, but no layers connect the two. `far`: earlier, and outside the window. `later`: must not influence it.
 */
export type Place = 'self' | 'seen' | 'unused' | 'blind' | 'far' | 'later';

/**
 * What every pixel of a canvas is to the one at x, y, in raster order.
 * @param seen 1 for each pixel that was found to influence it; without it, all do that the layers connect with it
 */
export function placesOf(
  field: ReceptiveField,
  { height, width }: { height: number; width: number },
  { x, y }: { x: number; y: number },
  seen?: ArrayLike<number>,
): Place[] {
  return Array.from({ length: height * width }, (_, pixel): Place => {
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
