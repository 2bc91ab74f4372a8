/** Reads the header of an image file and checks it before any pixel is decoded. */
import type { Metadata } from 'sharp';
import type { ImageNote } from '../../events';
import { mostImageChannels } from '../../limits';
import { readBmpHeader } from './bmp';
import { imageFormat, isLossyWebp, type ImageFormat } from './image-format';
import { openImage, withErrorsInWords } from './image-library';
import { ImageProblem } from './image-problem';
import { readTiffSamples, type Opacity } from './tiff-samples';

export interface ImageHeader {
  format: ImageFormat;
  /** The size of the picture turned upright. */
  width: number;
  height: number;
  /** Bits of the decoded values: 8 for files with up to 8, otherwise 16. */
  depth: 8 | 16;
  /** Bits of the values in the file. */
  bits: number;
  /** False for a grey picture. */
  hasColours: boolean;
  isPrinted: boolean;
  /** Whether the image library finds channels beyond the colours, all of which it treats as opacity. */
  hasMoreChannels: boolean;
  opacity: Opacity | undefined;
  /** Whether the picture can be shrunk while it is decoded; such a picture has 8 bits and no opacity. */
  isShrinkable: boolean;
  notes: Exclude<ImageNote, 'flat' | 'enlarged'>[];
}

/**
 * Reads a header. @throws ImageProblem: not an image, damaged, too large, or with numbers or channels that cannot be
 * read
 */
export async function readImageHeader(bytes: Buffer, mostPixels: number): Promise<ImageHeader> {
  if (!bytes.length) throw new ImageProblem('the file is empty');
  const format = imageFormat(bytes);
  if (!format) throw new ImageProblem('it has no known picture format', 'not-an-image');
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
    // Bitmaps are always decoded with opacity.
    ...{ hasMoreChannels: true, opacity: { channel: 3, isPremultiplied: false } },
    ...{ isPrinted: false, isShrinkable: false, notes: [] },
  };
}

async function libraryHeader(bytes: Buffer, format: ImageFormat): Promise<ImageHeader> {
  const tiff = format === 'tiff' ? readTiffSamples(bytes) : undefined;
  if (tiff?.unsupportedNumbers) throw unsupportedNumbers(tiff.unsupportedNumbers);
  const metadata = await withErrorsInWords(openImage(bytes).metadata());
  const { autoOrient, channels, space, depth, bitsPerSample, hasAlpha } = metadata;
  // The library reports other numbers for Lab colours than the file has.
  const isWhole = depth === 'uchar' || depth === 'ushort' || space.startsWith('lab');
  if (!isWhole) throw unsupportedNumbers(`values of type “${depth}”`);
  if (channels > mostImageChannels) {
    throw new ImageProblem(`it has ${channels} channels, more than ${mostImageChannels}`);
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

function unsupportedNumbers(name: string): ImageProblem {
  return new ImageProblem(`it has ${name}, which do not define black and white; save it with 8 or 16 bits`);
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

/** Whether a PNG has an animation. The image library reads its first frame and does not count the others. */
function isAnimatedPng(bytes: Buffer): boolean {
  return bytes.subarray(0, Math.max(0, bytes.indexOf('IDAT'))).includes('acTL');
}
