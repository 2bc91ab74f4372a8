/** Reads Windows and OS/2 bitmaps without compression, which the image library does not know. */

export interface Bitmap {
  width: number;
  height: number;
  /** height * width * 4 bytes: red, green, blue, opacity; top row first. */
  pixels: Uint8Array;
}

/** How a pixel's bits become channels: one mask each for red, green, blue, opacity; 0 where there is none. */
type Masks = readonly [number, number, number, number];

const plainMasks: Record<number, Masks> = { 16: [0x7c00, 0x3e0, 0x1f, 0], 32: [0xff0000, 0xff00, 0xff, 0] };

/**
 * 1, 2, 4 and 8 bits with a palette, 16, 24 and 32 bits, with or without bit fields, from below or from above.
 * @throws Error that names what is wrong: not a bitmap, run-length coded, cut off, more than `limitPixels`
 */
export function readBmp(bytes: Buffer, limitPixels: number): Bitmap {
  if (bytes.length < 26 || bytes.toString('latin1', 0, 2) !== 'BM') throw new Error('not a bitmap');
  const headerSize = bytes.readUInt32LE(14);
  const isOs2 = headerSize === 12;
  if (!isOs2 && (headerSize < 40 || bytes.length < 14 + headerSize)) throw new Error('broken bitmap header');
  const width = isOs2 ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = isOs2 ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const height = Math.abs(signedHeight);
  const bits = bytes.readUInt16LE(isOs2 ? 24 : 28);
  const compression = isOs2 ? 0 : bytes.readUInt32LE(30);
  const withBitFields = compression === 3 || compression === 6;
  if (compression !== 0 && !withBitFields) throw new Error('compressed bitmaps cannot be read');
  if (![1, 2, 4, 8, 16, 24, 32].includes(bits)) throw new Error(`bitmaps of ${bits} bits cannot be read`);
  if (width <= 0 || height === 0) throw new Error('the bitmap is empty');
  if (width * height > limitPixels) throw new Error('the bitmap is too large');
  const start = bytes.readUInt32LE(10);
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (start + stride * height > bytes.length) throw new Error('the bitmap is cut off');

  const afterHeader = 14 + headerSize;
  const readPixel =
    bits <= 8
      ? paletteReader(bytes.subarray(afterHeader, start), isOs2 ? 3 : 4, bits)
      : bits === 24
        ? readBlueGreenRed
        : maskReader(withBitFields ? readMasks(bytes, headerSize, compression) : plainMasks[bits], bits);

  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const row = bytes.subarray(start + stride * (signedHeight < 0 ? y : height - 1 - y));
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
    // A number beyond the palette is black, as elsewhere.
    for (let channel = 0; channel < 3; channel++)
      pixels[at + channel] = palette[index * entrySize + 2 - channel] ?? 0;
    pixels[at + 3] = 255;
  };
}

function maskReader(masks: Masks = [0, 0, 0, 0], bits: number): PixelReader {
  const channels = masks.map((mask) => {
    const shift = mask ? 31 - Math.clz32(mask & -mask) : 0;
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

/** Bit fields stand right behind the first 40 bytes of the header, inside it or after it. */
function readMasks(bytes: Buffer, headerSize: number, compression: number): Masks {
  const mask = (index: number) => bytes.readUInt32LE(54 + 4 * index);
  return [mask(0), mask(1), mask(2), headerSize >= 56 || compression === 6 ? mask(3) : 0];
}

/** Many programs leave the opacity of every pixel at 0 and mean a picture without transparency. */
function withVisibleOpacity(pixels: Uint8Array): Uint8Array {
  if (pixels.every((value, index) => index % 4 < 3 || value === 0)) {
    for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  }
  return pixels;
}
