/** The loss of predicting a data set without a network: reference lines for a loss curve. */
import { encodePng } from './decoding/image-codec';
import { encodeIndexedPng } from './indexed-png';
import { writtenColour } from './palette';
import { shownValue, shownValues } from './pixel-levels';
import type { Pictures, ReferenceLosses } from '../events';
import type { Split } from './split';

/** How many images are encoded as PNG files to estimate the mean size. */
const mostPngFiles = 500;

/**
 * Measures the reference losses on the validation images, or on the training images where there are none.
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
 * The mean loss over `measured`, in bits per dimension, if every pixel and channel is predicted by the frequency of
 * its levels among `counted`. Each count is increased by 1, so that no level is impossible.
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

/** The mean size of the images as PNG files, each in the smaller of two encodings, in bits per dimension. */
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
    // An indexed file stores few levels in few bits; a plain one is filtered, which is smaller with many levels.
    const plain = palette
      ? Infinity
      : (await encodePng(shownValues(own, levels), { height, width, channels })).length;
    bytes += Math.min(indexed, plain);
  }
  return (8 * bytes) / (measured.length * dimensions);
}
