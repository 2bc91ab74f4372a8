/** Decodes the pixels of a picture as its file stores them. */
import { readBmp } from './bmp';
import { firstGifFrame, type Frame } from './gif-frame';
import type { ImageHeader } from './image-header';
import { openImage, withErrorsInWords } from './image-library';
import { ImageProblem } from './image-problem';

/** Pixels turned upright, in raster order: red, green, blue, and opacity where there are four channels. */
export interface StoredPixels {
  width: number;
  height: number;
  channels: 3 | 4;
  /** height * width * channels, from 0 to 255, or from 0 to 65535 in a Uint16Array. */
  values: Uint8Array | Uint16Array;
  /** Whether the colours were stored premultiplied; the library divided them by the opacity and rounded down. */
  isDivided: boolean;
}

/**
 * Decodes a picture without rounding or flattening it. Channels that are neither colour nor opacity are dropped. The
 * canvas outside a GIF's first frame is transparent.
 * @throws ImageProblem
 */
export async function readStoredPixels(bytes: Buffer, header: ImageHeader): Promise<StoredPixels> {
  if (header.format === 'bmp') {
    const { width, height, pixels } = readBmp(bytes);
    return { width, height, channels: 4, values: pixels, isDivided: false };
  }
  const isDeep = header.depth === 16;
  const { data, info } = await withErrorsInWords(
    openImage(bytes, { ignoreIcc: !header.isPrinted })
      .autoOrient()
      .toColourspace(isDeep ? 'rgb16' : 'srgb')
      .raw({ depth: isDeep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  const { width, height, channels: found } = info;
  const values = isDeep ? fullRange(data, header) : data;
  const opacity = header.opacity?.channel;
  const isWhole = found > (opacity ?? 2) && values.length === width * height * found;
  if (!isWhole)
    throw new ImageProblem(`it was decoded to ${values.length} values for ${width} x ${height} pixels`);
  const pixels: StoredPixels = {
    ...{ width, height, channels: opacity === undefined ? 3 : 4 },
    values: withoutOthers(values, found, opacity),
    isDivided: header.opacity?.isPremultiplied ?? false,
  };
  const frame = header.format === 'gif' ? firstGifFrame(bytes) : undefined;
  return frame && pixels.channels === 3 ? onCanvas(pixels, frame) : pixels;
}

/** Scales values of 10 or 12 bits, which are decoded to the upper bits of 16, so that white becomes 65535. */
function fullRange(data: Buffer, { format, bits }: ImageHeader): Uint16Array {
  const values = new Uint16Array(data.buffer, data.byteOffset, Math.floor(data.length / 2));
  if (format !== 'avif' || bits >= 16) return values;
  const white = 65535 - (65535 >> bits);
  return values.map((value) => Math.round((value * 65535) / white));
}

/** Drops the channels that are neither colour nor opacity. */
function withoutOthers<T extends Uint8Array | Uint16Array>(values: T, found: number, opacity?: number): T {
  const wanted = opacity === undefined ? [0, 1, 2] : [0, 1, 2, opacity];
  if (found === wanted.length) return values;
  const kept = values.slice(0, (values.length / found) * wanted.length) as T;
  for (let from = 0, to = 0; from < values.length; from += found) {
    for (const channel of wanted) kept[to++] = values[from + channel] as number;
  }
  return kept;
}

/** Makes the canvas outside an opaque first frame transparent, which the image library makes black. */
function onCanvas(pixels: StoredPixels, { left, top, width, height }: Frame): StoredPixels {
  const isWhole = !left && !top && width >= pixels.width && height >= pixels.height;
  if (isWhole) return pixels;
  const values = new Uint8Array(pixels.width * pixels.height * 4);
  for (let y = top; y < Math.min(top + height, pixels.height); y++) {
    for (let x = left; x < Math.min(left + width, pixels.width); x++) {
      const pixel = y * pixels.width + x;
      values.set(pixels.values.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
      values[4 * pixel + 3] = 255;
    }
  }
  return { ...pixels, channels: 4, values };
}
