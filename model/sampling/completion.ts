/** Completion of a picture: known pixels stay, the others are drawn in raster order. */
import { StudioError } from '../errors';
import type { Pictures } from '../events';
import type { Completion } from '../reports';
import type { KnownPixels } from './drawing';

/**
 * The known pixels of a picture, as `drawPictures` takes them.
 * @param picture one picture, in the levels of the run
 * @param unknown [H,W]: 1 where a pixel is to be drawn
 * @throws StudioError mask-unusable
 */
export function knownPixels({ height, width, pixels }: Pictures, unknown: Uint8Array): KnownPixels {
  if (unknown.length !== height * width) {
    const reason = `It marks ${unknown.length} pixels, and the picture has ${height * width}`;
    throw new StudioError('mask-unusable', { reason });
  }
  if (!unknown.includes(1)) throw new StudioError('mask-unusable', { reason: 'It leaves no pixel to draw' });
  return { levels: pixels, mask: unknown.map((mark) => (mark === 1 ? 0 : 1)) };
}

/** Counts the known pixels, and those that cannot influence the first unknown one since the masks hide them. */
export function completionOf({ mask }: KnownPixels): Completion {
  const first = mask.indexOf(0);
  const count = (from: number) => mask.subarray(from).reduce((sum, isKnown) => sum + isKnown, 0);
  return { known: count(0), unheard: count(first) };
}
