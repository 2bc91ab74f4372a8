/** Decodes image files to the values that a network sees, and encodes values as PNG files. */
import fs from 'fs';
import sharp from 'sharp';
import { phraseOf, reasonOf, StudioError } from '../../errors';
import type { ImageNote, SkipReason } from '../../events';
import { readRegularFileAsync } from '../../files/regular-file';
import { mostImageBytes, mostImagePixels, mostPngPixels } from '../../limits';
import type { PictureSettings } from '../../settings/data';
import { decodedChannels } from '../channels';
import { atOwnSize, enlargement } from './enlarged-pixels';
import { flatten, opacityOf } from './flatten';
import { imageFormat } from './image-format';
import { readImageHeader, type ImageHeader } from './image-header';
import { openImage, withErrorsInWords } from './image-library';
import { ImageProblem } from './image-problem';
import { bytesInFlight, pixelsInFlight } from './in-flight';
import { bringToSize, decodeToSize } from './picture-size';
import { addPngText } from '../png-text';
import type { ReadingRules } from '../reading-rules';
import { digestOf, type PixelDigest } from '../same-pixels';
import { readStoredPixels } from './stored-pixels';

/** How a picture is converted to the network's size, and by which reading rules; its levels come later. */
export interface PictureShape extends Omit<PictureSettings, 'levels'> {
  reading: ReadingRules;
}

/** Why a file is skipped; `detail` is a phrase without a full stop. */
export interface Refusal {
  ok: false;
  reason: SkipReason;
  detail: string;
}

export interface PngDimensions {
  height: number;
  width: number;
  /** 1 for grey, 3 for red, green, blue. */
  channels: 1 | 3;
}

/** Notes on a file that do not depend on the settings. */
export type FileNote = Exclude<ImageNote, 'flat'>;

/** An image as the network's values, and what was done to it. */
export interface DecodedImage {
  ok: true;
  values: Uint8Array;
  notes: FileNote[];
  pixels: PixelDigest;
}

/**
 * Reads the bytes of an image file, of any other file only the first ones, and keeps them while `use` works. Pipes,
 * devices and folders are refused at once.
 */
export async function withImageFile<T>(
  file: fs.PathLike,
  use: (bytes: Buffer) => Promise<T>,
): Promise<T | Refusal> {
  const size = await fs.promises.stat(file).then(
    (stat) => stat.size,
    () => 0,
  );
  return bytesInFlight.spend(size, async () => {
    const read = await readImageFile(file);
    return read.ok ? use(read.bytes) : read;
  });
}

async function readImageFile(file: fs.PathLike): Promise<{ ok: true; bytes: Buffer } | Refusal> {
  try {
    const isImage = (head: Buffer) => imageFormat(head) !== undefined;
    const { bytes } = await readRegularFileAsync(file, mostImageBytes, isImage);
    return { ok: true, bytes };
  } catch (thrown) {
    return { ok: false, reason: 'unreachable', detail: phraseOf(thrown) };
  }
}

/**
 * Decodes an image file to size * size values in raster order, one per pixel for grey or three for colours. The
 * picture is turned upright, reduced to its own size if it was enlarged by a whole number, flattened and resized.
 * Sides longer than `size` are shrunk with the Mitchell-Netravali filter, the usual balance between blur and halos; a
 * picture of the right size is only cropped. Nothing is enlarged: a picture smaller than `size` in either direction
 * is refused. Values are those stored in the file, rounded to 8 bits at the end; as in the Python libraries, colour
 * profiles are applied only to convert CMYK to RGB.
 */
export async function decodeImage(bytes: Buffer, shape: PictureShape): Promise<DecodedImage | Refusal> {
  const { size, reading } = shape;
  try {
    const header = await readImageHeader(bytes, mostImagePixels[reading]);
    const { width, height } = header;
    if (Math.min(width, height) < size) {
      throw new ImageProblem(
        `it has ${width} x ${height} pixels, and the network sees ${size} x ${size}`,
        'too-small',
      );
    }
    return await pixelsInFlight.spend(width * height, async () => {
      const decode = reading === 1 || header.isShrinkable ? decodeShrunk : decodeStored;
      const { colours, notes, pixels } = await decode(bytes, header, shape);
      // An extra value would overwrite the next picture.
      if (colours.length !== 3 * size * size) {
        throw new ImageProblem(`it was decoded to ${colours.length} values for ${size} x ${size} pixels`);
      }
      const values = decodedChannels(shape) === 1 ? toGrey(colours) : Uint8Array.from(colours);
      return { ok: true, values, notes, pixels };
    });
  } catch (thrown) {
    const reason = thrown instanceof ImageProblem ? thrown.reason : 'unreadable';
    return { ok: false, reason, detail: reasonOf(thrown) };
  }
}

/**
 * The digest of all pixels of a picture that `decodeImage` shrinks while decoding it; undefined where it cannot be
 * decoded.
 */
export async function readWholeDigest(bytes: Buffer, shape: PictureShape): Promise<string | undefined> {
  try {
    const header = await readImageHeader(bytes, mostImagePixels[shape.reading]);
    return await pixelsInFlight.spend(header.width * header.height, async () => {
      return (await decodeWhole(bytes, header, shape)).pixels.whole;
    });
  } catch (thrown) {
    if (!(thrown instanceof ImageProblem)) throw thrown;
    return undefined;
  }
}

/** Red, green and blue of size * size pixels, the notes on the file, and the digest of its pixels. */
type Colours = Promise<{ colours: Uint8Array; notes: FileNote[]; pixels: PixelDigest }>;

async function decodeShrunk(bytes: Buffer, header: ImageHeader, shape: PictureShape): Colours {
  const colours = await decodeToSize(bytes, header, shape);
  const { width, height, notes } = header;
  return { colours, notes, pixels: { width, height, shrunk: digestOf(colours, header) } };
}

async function decodeStored(bytes: Buffer, header: ImageHeader, shape: PictureShape): Colours {
  const { own, times, flat, pixels } = await decodeWhole(bytes, header, shape);
  const colours = await bringToSize(flat, own, shape);
  return { colours, notes: times > 1 ? [...header.notes, 'enlarged'] : header.notes, pixels };
}

/** All pixels as stored, at their own size, and flattened on the background. */
async function decodeWhole(bytes: Buffer, header: ImageHeader, shape: PictureShape) {
  const stored = await readStoredPixels(bytes, header);
  const times = enlargement(stored, shape.size);
  const own = times > 1 ? atOwnSize(stored, times) : stored;
  const flat = flatten(own, shape.background);
  const { width, height } = own;
  // On black, black pixels and transparent ones look the same, yet the pictures differ.
  const opacity = opacityOf(own);
  const whole = digestOf(flat, own) + (opacity ? digestOf(opacity, own) : '');
  return { own, times, flat, pixels: { width, height, whole } };
}

/**
 * `withImageFile` and `decodeImage` for a picture that a person chose, with errors thrown.
 * @throws StudioError file-unreadable, image-unreadable
 */
export async function decodeToValues(file: string, shape: PictureShape): Promise<Uint8Array> {
  const decoded = await withImageFile(file, (bytes) => decodeImage(bytes, shape));
  if (decoded.ok) return decoded.values;
  if (decoded.reason === 'unreachable')
    throw new StudioError('file-unreadable', { file, reason: decoded.detail });
  throw new StudioError('image-unreadable', { file, reason: decoded.detail });
}

export interface ImageSize {
  width: number;
  height: number;
}

/**
 * The size of the picture in a file, turned upright.
 * @throws StudioError file-unreadable, image-unreadable
 */
export async function readImageSize(file: string): Promise<ImageSize> {
  const unreadable = (reason: string) => new StudioError('image-unreadable', { file, reason });
  const header = await withImageFile(file, (bytes) => readImageHeader(bytes, mostImagePixels[1])).catch(
    (thrown: unknown) => Promise.reject(unreadable(reasonOf(thrown))),
  );
  if ('ok' in header) throw new StudioError('file-unreadable', { file, reason: header.detail });
  return { width: header.width, height: header.height };
}

/**
 * Encodes height * width * channels values 0 … 255 as a PNG with `texts` as text chunks.
 * @returns the bytes of the file
 */
export async function encodePng(
  values: Uint8Array,
  { height, width, channels }: PngDimensions,
  texts: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const png = await sharp(values, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 9 })
    .toBuffer();
  return addPngText(png, texts);
}

/**
 * Reads a PNG that `encodePng` wrote, value for value; transparency in other PNG files is dropped.
 * @throws StudioError image-unreadable
 */
export async function readPng(file: string): Promise<PngDimensions & { values: Uint8Array }> {
  const unreadable = (reason: string) => new StudioError('image-unreadable', { file, reason });
  const read = await withImageFile(file, decodePng).catch((thrown: unknown) =>
    Promise.reject(thrown instanceof ImageProblem ? unreadable(thrown.message) : thrown),
  );
  if ('ok' in read) throw unreadable(read.detail);
  return read;
}

/** @throws ImageProblem */
async function decodePng(bytes: Buffer): Promise<PngDimensions & { values: Uint8Array }> {
  if (imageFormat(bytes) !== 'png') throw new ImageProblem('it is not a PNG file');
  const { hasColours, width, height } = await readImageHeader(bytes, mostPngPixels);
  const png = openImage(bytes, { ignoreIcc: true })
    .removeAlpha()
    .toColourspace(hasColours ? 'srgb' : 'b-w')
    .raw();
  const { data, info } = await pixelsInFlight.spend(width * height, () =>
    withErrorsInWords(png.toBuffer({ resolveWithObject: true })),
  );
  return { values: data, height: info.height, width: info.width, channels: hasColours ? 3 : 1 };
}

/** The Rec. 601 luma of each pixel, rounded; a grey pixel keeps its value. */
function toGrey(colours: Uint8Array): Uint8Array {
  const grey = new Uint8Array(colours.length / 3);
  for (let i = 0; i < grey.length; i++) {
    const channel = (c: number) => colours[3 * i + c] as number;
    grey[i] = Math.floor((299 * channel(0) + 587 * channel(1) + 114 * channel(2) + 500) / 1000);
  }
  return grey;
}
