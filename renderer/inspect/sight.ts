import { receptiveField } from '../../model/nets/architectures';
import { isWithin } from '../../model/nets/receptive-field';
import type { Settings } from '../../model/settings';

/** The relation of a pixel to the one under the cursor: `sees` marks those that it influences. */
export const sightMarks = { none: 0, seen: 1, sees: 2 } as const;

/**
 * By geometry, the earlier pixels that influence the one at x, y and the later ones that it influences, in raster order.
 * An upper bound where the architecture `seesAtMost`.
 */
export function sightOf(
  settings: Settings,
  { x, y }: { x: number; y: number },
  { width, height }: { width: number; height: number },
): Uint8Array {
  const field = receptiveField(settings);
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const right = (pixel % width) - x;
    const up = y - Math.floor(pixel / width);
    if (isWithin(field, right, up)) return sightMarks.seen;
    return isWithin(field, -right, -up) ? sightMarks.sees : sightMarks.none;
  });
}
