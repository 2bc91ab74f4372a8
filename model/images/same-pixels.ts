/** Images that are the same as an earlier one of their data set, whatever files they come in. */
import crypto from 'crypto';
import { eachConcurrently } from './each-concurrently';
import type { ReadingRules } from './reading-rules';

/** What tells whether two pictures have the same pixels. */
export interface PixelDigest {
  /** Of the whole picture, upright; at its own size where it was enlarged. */
  width: number;
  height: number;
  /** Of all its pixels; of a shrunk picture only when it was needed. */
  whole?: string;
  /** Of the pixels that are left where decoding has shrunk it, which few formats let it do. */
  shrunk?: string;
}

/** @param values of `width` x `height` pixels, with 8 or 16 bits */
export function digestOf(
  values: Uint8Array | Uint16Array,
  { width, height }: { width: number; height: number },
): string {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return crypto.createHash('sha256').update(`${width} x ${height}:`).update(bytes).digest('hex');
}

/** The image that another one is the same as, and what of them is the same. */
export interface Same {
  first: number;
  what: 'bytes' | 'pixels';
}

/**
 * For each image the first before it that has the same bytes or the same pixels; nothing for an image unlike all before
 * it. Runs of 0.1.0 compare bytes alone. Shrunk pictures are decoded whole only where another could be the same: one of the same size whose pixels are
 * known, or one that is the same when both are shrunk.
 * @param images undefined where a file was no image
 * @param wholeOf the digest of all pixels of the image at this place; undefined where it cannot be had
 * @throws StudioError cancelled
 */
export async function findSame(
  images: readonly ({ sha256: string; pixels: PixelDigest } | undefined)[],
  reading: ReadingRules,
  wholeOf: (place: number) => Promise<string | undefined>,
  signal?: AbortSignal,
): Promise<(Same | undefined)[]> {
  const same: (Same | undefined)[] = [];
  const firstOf = (key: string, firsts: Map<string, number>, place: number, what: Same['what']) => {
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, place);
    else same[place] = { first, what };
  };
  const withBytes = new Map<string, number>();
  images.forEach((image, place) => image && firstOf(image.sha256, withBytes, place, 'bytes'));
  if (reading === 1) return same;
  const places = [...withBytes.values()];

  const pixelsAt = (place: number) => images[place]?.pixels as PixelDigest;
  const sizeOf = ({ width, height }: PixelDigest) => `${width} x ${height}`;
  const sizesOfWhole = new Set<string>();
  const alike = new Map<string, number>();
  for (const own of places.map(pixelsAt)) {
    if (own.shrunk === undefined) sizesOfWhole.add(sizeOf(own));
    else alike.set(own.shrunk, (alike.get(own.shrunk) ?? 0) + 1);
  }
  const digests = new Map<number, string | undefined>();
  await eachConcurrently(
    places,
    async (place) => {
      const own = pixelsAt(place);
      if (own.shrunk === undefined) digests.set(place, own.whole);
      else if (sizesOfWhole.has(sizeOf(own)) || alike.get(own.shrunk) !== 1) {
        digests.set(place, await wholeOf(place));
      }
    },
    signal,
  );

  const withPixels = new Map<string, number>();
  for (const place of places) {
    const digest = digests.get(place);
    if (digest !== undefined) firstOf(digest, withPixels, place, 'pixels');
  }
  return same;
}
