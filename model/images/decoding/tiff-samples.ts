/**
 * Reads the number types and channels of a TIFF file (TIFF 6.0, sections 8, 18 and 19), which the image library does
 * not report.
 */
import { mostTiffValues } from '../../limits';
import { ImageProblem } from './image-problem';

/** The channel that holds a picture's opacity, counted after red, green and blue. */
export interface Opacity {
  channel: number;
  /** Whether the stored colours are multiplied by it. */
  isPremultiplied: boolean;
}

interface TiffSamples {
  /** The type of the numbers where they are not unsigned integers of 1, 2, 4, 8 or 16 bits. */
  unsupportedNumbers: string | undefined;
  /** Undefined where no channel is declared as opacity. */
  opacity: Opacity | undefined;
}

const tags = { bits: 258, photometric: 262, samples: 277, extraSamples: 338, sampleFormat: 339 } as const;

/** Channels of each photometric interpretation: grey, RGB, palette, mask, CMYK, YCbCr, and three kinds of Lab. */
const colourChannels: Record<number, number> = {
  0: 1,
  1: 1,
  2: 3,
  3: 1,
  4: 1,
  5: 4,
  6: 3,
  8: 3,
  9: 3,
  10: 3,
};

const premultiplied = 1;
const unassociated = 2;

/** Reads the tags of the first picture. @throws ImageProblem where the file ends before its tags do */
export function readTiffSamples(bytes: Buffer): TiffSamples {
  try {
    return samplesOf(firstDirectory(bytes));
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new ImageProblem('its list of tags is damaged');
    throw thrown;
  }
}

function samplesOf(values: (tag: number) => number[]): TiffSamples {
  const [samples = 1] = values(tags.samples);
  const colours = colourChannels[values(tags.photometric)[0] ?? -1] ?? samples;
  const kinds = values(tags.extraSamples);
  // Unless every extra channel has a kind, it is unknown which is which.
  const isStated = kinds.length === samples - colours;
  const index = isStated ? kinds.findIndex((kind) => kind === premultiplied || kind === unassociated) : -1;
  const opacity =
    index < 0 ? undefined : { channel: 3 + index, isPremultiplied: kinds[index] === premultiplied };
  const [bits = 1] = values(tags.bits);
  const [format = 1] = values(tags.sampleFormat);
  return { unsupportedNumbers: foreignNumbers(bits, format), opacity };
}

function foreignNumbers(bits: number, format: number): string | undefined {
  if (format === 2) return `signed ${bits}-bit values`;
  if (format === 3) return `${bits}-bit floating-point values`;
  if (format === 5 || format === 6) return `complex numbers of ${bits} bits`;
  return [1, 2, 4, 8, 16].includes(bits) ? undefined : `${bits}-bit values`;
}

/** Bytes of a number by its TIFF type: BYTE, SHORT, LONG, LONG8. */
const sizes: Record<number, number> = { 1: 1, 3: 2, 4: 4, 16: 8 };

/** The integers of each tag of the first picture; none where the tag is missing. */
function firstDirectory(bytes: Buffer): (tag: number) => number[] {
  const isLittle = bytes.toString('latin1', 0, 2) === 'II';
  const number = (at: number, size: number): number => {
    if (size === 8) return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  };
  // BigTIFF differs only in the width of offsets and counts.
  const isBig = number(2, 2) === 43;
  const offsetSize = isBig ? 8 : 4;
  const directory = number(offsetSize, offsetSize);
  const countSize = isBig ? 8 : 2;
  const entrySize = 4 + 2 * offsetSize;
  const entries = new Map<number, number>();
  for (let i = 0; i < Math.min(number(directory, countSize), 65535); i++) {
    const entry = directory + countSize + i * entrySize;
    entries.set(number(entry, 2), entry);
  }
  return (tag) => {
    const entry = entries.get(tag);
    if (entry === undefined) return [];
    const size = sizes[number(entry + 2, 2)] ?? 0;
    const count = Math.min(number(entry + 4, offsetSize), mostTiffValues);
    const field = entry + 4 + offsetSize;
    const first = size * count <= offsetSize ? field : number(field, offsetSize);
    return size ? Array.from({ length: count }, (_, i) => number(first + i * size, size)) : [];
  };
}
