/** Finds images that are the same as an earlier one of their data set, whatever their file format. */
import crypto from 'crypto';
import { eachConcurrently } from './each-concurrently';
import type { ReadingRules } from './reading-rules';

/** Identifies the pixels of a picture. */
export interface PixelDigest {
  /** The size of the whole picture, turned upright; its own size where it was enlarged. */
  width: number;
  height: number;
  /** Digest of all its pixels; for a shrunk picture only when it was needed. */
  whole?: string;
  /** Digest of the remaining pixels where the picture was shrunk while it was decoded, as a few formats allow. */
  shrunk?: string;
}

/** The digest of `width` x `height` pixels with 8 or 16 bits. */
export function digestOf(
  values: Uint8Array | Uint16Array,
  { width, height }: { width: number; height: number },
): string {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return crypto.createHash('sha256').update(`${width} x ${height}:`).update(bytes).digest('hex');
}

/** The earlier image that an image equals, and whether the files or only the pixels are equal. */
export interface Same {
  first: number;
  what: 'bytes' | 'pixels';
}

/**
 * For each image the first earlier one with the same bytes or the same pixels; undefined where there is none. Runs of
 * 0.1.0 compare only bytes. A shrunk picture is decoded whole only where another could equal it: one of the same size
 * whose pixels are known, or one that is equal when both are shrunk.
 * @param images undefined where a file is not an image
 * @param wholeOf the digest of all pixels of the image with this index; undefined where it is unavailable
 * @throws StudioError cancelled
 */
export async function findSame(
  images: readonly ({ sha256: string; pixels: PixelDigest } | undefined)[],
  reading: ReadingRules,
  wholeOf: (index: number) => Promise<string | undefined>,
  signal?: AbortSignal,
): Promise<(Same | undefined)[]> {
  const same: (Same | undefined)[] = [];
  const firstOf = (key: string, firsts: Map<string, number>, index: number, what: Same['what']) => {
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, index);
    else same[index] = { first, what };
  };
  const withBytes = new Map<string, number>();
  images.forEach((image, index) => image && firstOf(image.sha256, withBytes, index, 'bytes'));
  if (reading === 1) return same;
  const indices = [...withBytes.values()];

  const pixelsAt = (index: number) => images[index]?.pixels as PixelDigest;
  const sizeOf = ({ width, height }: PixelDigest) => `${width} x ${height}`;
  const sizesOfWhole = new Set<string>();
  const alike = new Map<string, number>();
  for (const own of indices.map(pixelsAt)) {
    if (own.shrunk === undefined) sizesOfWhole.add(sizeOf(own));
    else alike.set(own.shrunk, (alike.get(own.shrunk) ?? 0) + 1);
  }
  const digests = new Map<number, string | undefined>();
  await eachConcurrently(
    indices,
    async (index) => {
      const own = pixelsAt(index);
      if (own.shrunk === undefined) digests.set(index, own.whole);
      else if (sizesOfWhole.has(sizeOf(own)) || alike.get(own.shrunk) !== 1) {
        digests.set(index, await wholeOf(index));
      }
    },
    signal,
  );

  const withPixels = new Map<string, number>();
  for (const index of indices) {
    const digest = digests.get(index);
    if (digest !== undefined) firstOf(digest, withPixels, index, 'pixels');
  }
  return same;
}
