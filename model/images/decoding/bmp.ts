/** Reads uncompressed Windows and OS/2 bitmaps, which the image library does not support. */
import { ImageProblem } from './image-problem';

export interface Bitmap {
  width: number;
  height: number;
  /** height * width * 4 bytes: red, green, blue, opacity; top row first. */
  pixels: Uint8Array;
}

/** How a pixel's bits become channels: one mask each for red, green, blue, opacity; 0 where there is none. */
type Masks = readonly [number, number, number, number];

const plainMasks: Record<number, Masks> = { 16: [0x7c00, 0x3e0, 0x1f, 0], 32: [0xff0000, 0xff00, 0xff, 0] };

/** The header of a bitmap, checked. */
interface BmpHeader {
  width: number;
  height: number;
  /** Whether the top row comes first. */
  isTopDown: boolean;
  bits: number;
  /** Bytes of each palette colour. */
  entrySize: 3 | 4;
  paletteAt: number;
  pixelsAt: number;
  /** Undefined where pixels are palette indices or blue, green and red. */
  masks: Masks | undefined;
}

/** The compression values that mean uncompressed pixels: none, bit fields, and bit fields with opacity. */
const [uncompressed, bitFields, bitFieldsWithOpacity] = [0, 3, 6] as const;

/**
 * Reads the size of a bitmap and the offsets of its parts. Two errors are corrected, as common readers do: an offset
 * of the pixels that points into the headers or the palette, and more palette colours than the bits allow.
 * @throws ImageProblem that names the wrong field
 */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  if (bytes.length < 26 || bytes.toString('latin1', 0, 2) !== 'BM')
    throw new ImageProblem('it is not a bitmap');
  const headerSize = bytes.readUInt32LE(14);
  const isOs2 = headerSize === 12;
  if (!isOs2 && (headerSize < 40 || bytes.length < 14 + headerSize)) {
    throw new ImageProblem('its bitmap header is damaged');
  }
  const width = isOs2 ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = isOs2 ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw new ImageProblem(`it is empty: ${width} x ${height} pixels`);
  const bits = bytes.readUInt16LE(isOs2 ? 24 : 28);
  if (![1, 2, 4, 8, 16, 24, 32].includes(bits))
    throw new ImageProblem(`bitmaps of ${bits} bits cannot be read`);

  const masks = isOs2 ? plainMasks[bits] : readMasks(bytes, headerSize, bits);
  const afterHeader = 14 + headerSize + (headerSize === 40 ? 4 * masksBehind(bytes.readUInt32LE(30)) : 0);
  const colours = isOs2 ? 0 : bytes.readUInt32LE(46);
  const entrySize = isOs2 ? 3 : 4;
  const mostColours = bits <= 8 ? 2 ** bits : 0;
  // 0 means the largest number.
  const afterPalette = afterHeader + entrySize * Math.min(colours || mostColours, mostColours);
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const pixelsAt = pixelsOf(bytes, { afterHeader, afterPalette, pixelBytes: rowBytes * height });
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bits,
    entrySize,
    paletteAt: afterHeader,
    pixelsAt,
    masks,
  };
}

/**
 * The offset of the pixels. Some programs write an offset that leaves out the palette, or none at all. A palette may
 * also be shorter than the header says, with the pixels right after it.
 */
function pixelsOf(
  bytes: Buffer,
  {
    afterHeader,
    afterPalette,
    pixelBytes,
  }: { afterHeader: number; afterPalette: number; pixelBytes: number },
): number {
  const offset = bytes.readUInt32LE(10);
  const hasRoom = afterPalette + pixelBytes <= bytes.length;
  const isForgetful = offset <= afterHeader || (offset < afterPalette && hasRoom);
  const pixelsAt = isForgetful ? afterPalette : offset;
  if (pixelsAt + pixelBytes > bytes.length) throw new ImageProblem('it is cut off');
  return pixelsAt;
}

/**
 * Reads bitmaps of 1, 2, 4 and 8 bits with a palette and of 16, 24 and 32 bits with or without bit fields, with
 * either row first.
 * @throws ImageProblem that says what is wrong: not a bitmap, run-length coded, cut off
 */
export function readBmp(bytes: Buffer): Bitmap {
  const { width, height, isTopDown, bits, entrySize, paletteAt, pixelsAt, masks } = readBmpHeader(bytes);
  const readPixel =
    bits <= 8
      ? paletteReader(bytes.subarray(paletteAt, pixelsAt), entrySize, bits)
      : bits === 24
        ? readBlueGreenRed
        : maskReader(masks, bits);
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const row = bytes.subarray(pixelsAt + rowBytes * (isTopDown ? y : height - 1 - y));
    for (let x = 0; x < width; x++) readPixel(row, x, pixels, (y * width + x) * 4);
  }
  return { width, height, pixels: withVisibleOpacity(pixels) };
}

/** Writes the pixel at column `x` of `row` as red, green, blue, opacity at `at`. */
type PixelReader = (row: Buffer, x: number, pixels: Uint8Array, at: number) => void;

const readBlueGreenRed: PixelReader = (row, x, pixels, at) => {
  for (let channel = 0; channel < 3; channel++) pixels[at + channel] = row.readUInt8(3 * x + 2 - channel);
  pixels[at + 3] = 255;
};

function paletteReader(palette: Buffer, entrySize: 3 | 4, bits: number): PixelReader {
  const perByte = 8 / bits;
  return (row, x, pixels, at) => {
    const shift = 8 - bits * ((x % perByte) + 1);
    const index = (row.readUInt8(Math.floor(x / perByte)) >> shift) & ((1 << bits) - 1);
    // An index beyond the palette is black, as in other readers.
    for (let channel = 0; channel < 3; channel++)
      pixels[at + channel] = palette[index * entrySize + 2 - channel] ?? 0;
    pixels[at + 3] = 255;
  };
}

function maskReader(masks: Masks = [0, 0, 0, 0], bits: number): PixelReader {
  const channels = masks.map((mask) => {
    const shift = shiftOf(mask);
    return { mask, shift, highest: mask >>> shift };
  });
  return (row, x, pixels, at) => {
    const word = bits === 16 ? row.readUInt16LE(2 * x) : row.readUInt32LE(4 * x);
    channels.forEach(({ mask, shift, highest }, channel) => {
      const missing = channel === 3 ? 255 : 0;
      pixels[at + channel] = mask ? Math.round((255 * ((word & mask) >>> shift)) / highest) : missing;
    });
  };
}

/** The lowest bit of a mask. */
function shiftOf(mask: number): number {
  return mask ? 31 - Math.clz32(mask & -mask) : 0;
}

/**
 * Bit fields follow the first 40 bytes of the header, inside it or after it.
 * @throws ImageProblem where pixels are compressed or the bit fields are invalid
 */
function readMasks(bytes: Buffer, headerSize: number, bits: number): Masks | undefined {
  const compression = bytes.readUInt32LE(30);
  if (compression === uncompressed) return plainMasks[bits];
  const count = masksBehind(compression);
  if (!count) throw new ImageProblem('compressed bitmaps cannot be read');
  if (bits !== 16 && bits !== 32)
    throw new ImageProblem(`it has bit fields for ${bits} bits, which is invalid`);
  if (bytes.length < 54 + 4 * count) throw new ImageProblem('it is cut off');
  const mask = (index: number) => bytes.readUInt32LE(54 + 4 * index);
  const masks: Masks = [mask(0), mask(1), mask(2), headerSize >= 56 || count === 4 ? mask(3) : 0];
  if (!areBitFields(masks, bits)) throw new ImageProblem('it has invalid bit fields');
  return masks;
}

/** How many bit fields a compression adds to a file. */
function masksBehind(compression: number): 0 | 3 | 4 {
  if (compression === bitFields) return 3;
  return compression === bitFieldsWithOpacity ? 4 : 0;
}

/** Whether each mask is a contiguous run of bits within the pixel, none overlap, and at least one colour has one. */
function areBitFields(masks: Masks, bits: number): boolean {
  const isRow = (mask: number) => {
    const highest = mask >>> shiftOf(mask);
    return (highest & (highest + 1)) === 0;
  };
  const all = masks.reduce((sum, mask) => sum + mask, 0);
  const together = masks.reduce((union, mask) => (union | mask) >>> 0, 0);
  return (
    masks.every(isRow) && all === together && all < 2 ** bits && masks.slice(0, 3).some((mask) => mask > 0)
  );
}

/**
 * Makes a picture opaque whose opacity is 0 everywhere, since many programs write that for pictures without
 * transparency.
 */
function withVisibleOpacity(pixels: Uint8Array): Uint8Array {
  if (pixels.every((value, index) => index % 4 < 3 || value === 0)) {
    for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  }
  return pixels;
}
