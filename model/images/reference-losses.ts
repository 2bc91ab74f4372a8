/** What predicting a data set costs without a network: lines that a loss curve is read against. */
import { encodePng } from './decoding/image-codec';
import { encodeIndexedPng } from './indexed-png';
import { writtenColour } from './palette';
import { shownValue, shownValues } from './pixel-levels';
import type { Pictures, ReferenceLosses } from '../events';
import type { Split } from './split';

/** PNG files are written to be measured: so many stand for all. */
const mostPngFiles = 500;

/**
 * Measured on the validation images, or on the training images where there are none.
 * @returns bits per dimension
 */
export async function referenceLosses(
  pictures: Pictures,
  { training, validation }: Split,
): Promise<ReferenceLosses> {
  const measured = validation.length ? validation : training;
  return {
    uniform: Math.log2(pictures.levels),
    histogram: histogramBits(pictures, training, measured),
    png: await pngBits(pictures, measured.subarray(0, mostPngFiles)),
  };
}

/**
 * Every pixel and channel by how often it has each level among `counted`, one more than it was seen, so that no level
 * is impossible; the mean over `measured`, in bits per dimension.
 */
export function histogramBits(pictures: Pictures, counted: Uint32Array, measured: Uint32Array): number {
  const { height, width, channels, levels, pixels } = pictures;
  const dimensions = height * width * channels;
  const counts = new Uint32Array(dimensions * levels).fill(1);
  for (const image of counted) {
    for (let d = 0; d < dimensions; d++) {
      const at = d * levels + (pixels[image * dimensions + d] as number);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  let bits = 0;
  for (const image of measured) {
    for (let d = 0; d < dimensions; d++) {
      const seen = counts[d * levels + (pixels[image * dimensions + d] as number)] as number;
      bits -= Math.log2(seen / (counted.length + levels));
    }
  }
  return bits / (measured.length * dimensions);
}

/** The mean size of the same images as PNG files, each in the smaller of two ways, in bits per dimension. */
export async function pngBits(pictures: Pictures, measured: Uint32Array): Promise<number> {
  const { height, width, levels, palette, pixels } = pictures;
  const channels = pictures.channels === 3 ? 3 : 1;
  const dimensions = height * width * channels;
  const greys = Array.from({ length: levels }, (_, level) => {
    const value = shownValue(level, levels);
    return writtenColour([value, value, value]);
  });
  let bytes = 0;
  for (const image of measured) {
    const own = pixels.subarray(image * dimensions, (image + 1) * dimensions);
    const indexed =
      channels === 1 ? encodeIndexedPng(own, { height, width }, palette ?? greys).length : Infinity;
    // An indexed file stores few levels in few bits; a plain one is filtered, which pays when there are many.
    const plain = palette
      ? Infinity
      : (await encodePng(shownValues(own, levels), { height, width, channels })).length;
    bytes += Math.min(indexed, plain);
  }
  return (8 * bytes) / (measured.length * dimensions);
}
