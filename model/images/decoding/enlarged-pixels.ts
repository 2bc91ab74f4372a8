/** Detects pictures that were enlarged by a whole number, so that every pixel became a square of equal ones. */
import type { StoredPixels } from './stored-pixels';

/**
 * The largest whole number by which a picture may have been enlarged from one with sides of at least `least`; 1 where
 * it was not, or has only one colour. For most pictures the first row decides.
 */
export function enlargement({ values, width, height, channels }: StoredPixels, least: number): number {
  const most = Math.floor(Math.min(width, height) / least);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const rowBytes = bytes.length / height;
  const row = (y: number) => bytes.subarray(y * rowBytes, (y + 1) * rowBytes);
  // A picture enlarged by k changes only at multiples of k, in both directions, so k divides the position of every
  // change.
  let divisor = greatestCommonDivisor(width, height);
  let isFlat = true;
  const allowsChangeAt = (position: number) => {
    isFlat = false;
    if (position % divisor === 0) return true;
    divisor = greatestCommonDivisor(divisor, position);
    return largestDivisor(divisor, most) > 1;
  };
  if (largestDivisor(divisor, most) === 1) return 1;
  for (let y = 0; y < height; y++) {
    if (y > 0) {
      if (row(y).equals(row(y - 1))) continue;
      if (!allowsChangeAt(y)) return 1;
    }
    const begin = y * width * channels;
    for (let at = begin + channels; at < begin + width * channels; at++) {
      if (values[at] !== values[at - channels] && !allowsChangeAt(Math.floor((at - begin) / channels)))
        return 1;
    }
  }
  return isFlat ? 1 : largestDivisor(divisor, most);
}

/** One pixel of each square of `times` by `times`. */
export function atOwnSize(pixels: StoredPixels, times: number): StoredPixels {
  const { values, channels } = pixels;
  const [width, height] = [pixels.width / times, pixels.height / times];
  const own = values.slice(0, width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * pixels.width + x) * times * channels;
      for (let channel = 0; channel < channels; channel++) own[to++] = values[from + channel] as number;
    }
  }
  return { ...pixels, width, height, values: own };
}

function largestDivisor(of: number, most: number): number {
  for (let divisor = Math.min(of, most); divisor > 1; divisor--) if (of % divisor === 0) return divisor;
  return 1;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
