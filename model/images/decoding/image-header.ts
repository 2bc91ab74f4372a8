/** What the head of an image file says, checked before any pixel is decoded. */
import type { Metadata } from 'sharp';
import type { ImageNote } from '../../events';
import { readBmpHeader } from './bmp';
import { imageFormat, isLossyWebp, type ImageFormat } from './image-format';
import { openImage, withErrorsInWords } from './image-library';
import { ImageProblem } from './image-problem';
import { readTiffSamples, type Opacity } from './tiff-samples';

export interface ImageHeader {
  format: ImageFormat;
  /** Upright. */
  width: number;
  height: number;
  /** Of the values that are decoded; what has fewer than 8 is brought to 8, what has more to 16. */
  depth: 8 | 16;
  /** Of the values in the file. */
  bits: number;
  /** False for a picture of greys alone. */
  hasColours: boolean;
  isPrinted: boolean;
  /** Whether the image library finds channels beyond the colours, which it takes for opacity whatever they are. */
  hasMoreChannels: boolean;
  opacity: Opacity | undefined;
  /** Whether the format lets a picture be shrunk while it is decoded; such a picture has 8 bits and no opacity. */
  isShrinkable: boolean;
  notes: Exclude<ImageNote, 'flat' | 'enlarged'>[];
}

/** Red, green, blue, opacity and one more, or the five of printed pictures. */
const mostChannels = 5;

/** @throws ImageProblem: not an image, damaged, too large, or of numbers or channels that cannot be read */
export async function readImageHeader(bytes: Buffer, mostPixels: number): Promise<ImageHeader> {
  if (!bytes.length) throw new ImageProblem('the file is empty');
  const format = imageFormat(bytes);
  if (!format) throw new ImageProblem('its content is no known picture format', 'not-an-image');
  const header = format === 'bmp' ? bmpHeader(bytes) : await libraryHeader(bytes, format);
  const { width, height } = header;
  if (width * height > mostPixels) {
    const most = Math.floor(Math.sqrt(mostPixels));
    throw new ImageProblem(`it has ${width} x ${height} pixels, more than ${most} x ${most}`);
  }
  return header;
}

function bmpHeader(bytes: Buffer): ImageHeader {
  const { width, height } = readBmpHeader(bytes);
  return {
    ...{ format: 'bmp', width, height, depth: 8, bits: 8, hasColours: true },
    // Bitmaps are handed over with opacity whether they have it or not.
    ...{ hasMoreChannels: true, opacity: { channel: 3, isPremultiplied: false } },
    ...{ isPrinted: false, isShrinkable: false, notes: [] },
  };
}

async function libraryHeader(bytes: Buffer, format: ImageFormat): Promise<ImageHeader> {
  const tiff = format === 'tiff' ? readTiffSamples(bytes) : undefined;
  if (tiff?.foreignNumbers) throw foreignNumbers(tiff.foreignNumbers);
  const metadata = await withErrorsInWords(openImage(bytes).metadata());
  const { autoOrient, channels, space, depth, bitsPerSample, hasAlpha } = metadata;
  // Lab colours are computed as other numbers, whatever the file has.
  const isWhole = depth === 'uchar' || depth === 'ushort' || space.startsWith('lab');
  if (!isWhole) throw foreignNumbers(`values of the kind “${depth}”`);
  if (channels > mostChannels) {
    throw new ImageProblem(`it has ${channels} channels, more than ${mostChannels}`);
  }
  const isDeep = depth === 'ushort' && (space === 'rgb16' || space === 'grey16');
  const opacity = tiff ? tiff.opacity : hasAlpha ? { channel: 3, isPremultiplied: false } : undefined;
  return {
    ...{ format, ...autoOrient, opacity, hasMoreChannels: hasAlpha },
    depth: isDeep ? 16 : 8,
    bits: bitsPerSample ?? (isDeep ? 16 : 8),
    hasColours: space !== 'b-w' && space !== 'grey16',
    isPrinted: space === 'cmyk',
    isShrinkable: format === 'jpeg' || (format === 'webp' && !hasAlpha && isLossyWebp(bytes)),
    notes: notesOf(metadata, {
      alpha: opacity !== undefined,
      frames: format === 'png' && isAnimatedPng(bytes),
    }),
  };
}

function foreignNumbers(name: string): ImageProblem {
  return new ImageProblem(
    `it has ${name}, which do not say what is black and what is white; save it with 8 or 16 bits`,
  );
}

function notesOf(
  { pages, orientation, depth, space }: Metadata,
  found: { alpha: boolean; frames: boolean },
): ImageHeader['notes'] {
  const has: Record<ImageHeader['notes'][number], boolean> = {
    frames: (pages ?? 1) > 1 || found.frames,
    alpha: found.alpha,
    turned: (orientation ?? 1) > 1,
    deep: depth !== 'uchar',
    cmyk: space === 'cmyk',
  };
  return (Object.keys(has) as ImageHeader['notes']).filter((note) => has[note]);
}

/** The image library reads the first frame of such a file and does not count them. */
function isAnimatedPng(bytes: Buffer): boolean {
  return bytes.subarray(0, Math.max(0, bytes.indexOf('IDAT'))).includes('acTL');
}
