/** Image files to the values a network sees, and values to PNG files. */
import fs from 'fs';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { reasonOf, StudioError } from '../errors';
import type { ImageNote, SkipReason } from '../events';
import type { Settings } from '../settings';
import { readBmp, readBmpHeader } from './bmp';
import { imageFormat } from './image-format';
import { ImageProblem } from './image-problem';
import { addPngText } from './png-text';
import type { ReadingRules } from './reading-rules';

// Many small pictures: one thread for each picture, several pictures at once, and nothing is read twice.
sharp.concurrency(1);
sharp.cache(false);

/** How a picture is brought to the network's size, and by which rules. */
export interface PictureShape extends Pick<Settings, 'size' | 'fit' | 'background' | 'colour'> {
  reading: ReadingRules;
}

/** Why a file is left out; `detail` is a phrase without a full stop. */
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

/** What is to be known of a file whatever the settings. */
export type FileNote = Exclude<ImageNote, 'flat'>;

/** An image as the network's values, and what was done to it. */
export interface DecodedImage {
  ok: true;
  values: Uint8Array;
  notes: FileNote[];
}

/** Files beyond these are refused: such a picture is a mistake or an attack. */
const largestFileBytes = 2 ** 29;
const largestPixels = 2 ** 28;

const sharpFit = { crop: 'cover', fit: 'contain', stretch: 'fill' } as const;

export async function readImageFile(file: fs.PathLike): Promise<{ ok: true; bytes: Buffer } | Refusal> {
  try {
    const { size } = await fs.promises.stat(file);
    if (size > largestFileBytes) return refusal('unreadable', `larger than ${largestFileBytes >> 20} MiB`);
    return { ok: true, bytes: await fs.promises.readFile(file) };
  } catch (thrown) {
    return refusal('unreachable', reasonOf(thrown));
  }
}

/**
 * The bytes of an image file as size * size values in raster order, one for grey or three for colours: upright,
 * transparency flattened, brought to size. Sides longer than `size` are shrunk with the Mitchell-Netravali filter, the usual balance between blur
 * and halos; a picture that fits is only cut. Nothing is enlarged: what is smaller than `size` in either direction
 * is refused. Values are those stored in the file, brought to 8 bits; colour profiles are not applied, as in the
 * Python libraries, except to turn CMYK into colours.
 */
export async function decodeImage(
  bytes: Buffer,
  { size, fit, background, colour }: PictureShape,
): Promise<DecodedImage | Refusal> {
  if (!bytes.length) return refusal('unreadable', 'the file is empty');
  if (!imageFormat(bytes)) return refusal('not-an-image', 'its content is no known picture format');
  try {
    const open = opener(bytes);
    const metadata = await open({}).metadata();
    const { width, height, space, hasAlpha } = metadata;
    if (Math.min(width, height) < size) return refusal('too-small', `${width} x ${height} pixels`);
    const image = open({ ignoreIcc: space !== 'cmyk' });
    // Else a grey picture would only take the background's brightness, and not by our measure of it.
    if (hasAlpha) image.pipelineColourspace('srgb');
    const colours = await image
      .autoOrient()
      .flatten({ background })
      .resize(size, size, { fit: sharpFit[fit], background, kernel: 'mitchell' })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    const values = colour === 'grey' ? toGrey(colours) : Uint8Array.from(colours);
    return { ok: true, values, notes: notesOf(bytes, metadata) };
  } catch (thrown) {
    return refusal('unreadable', reasonOf(thrown).split('\n', 1)[0] as string);
  }
}

/**
 * `readImageFile` and `decodeImage` for a picture that a person asked for.
 * @throws StudioError file-unreadable, image-unreadable
 */
export async function decodeToValues(file: string, shape: PictureShape): Promise<Uint8Array> {
  const read = await readImageFile(file);
  const decoded = read.ok ? await decodeImage(read.bytes, shape) : read;
  if (decoded.ok) return decoded.values;
  if (decoded.reason === 'unreachable')
    throw new StudioError('file-unreadable', { file, reason: decoded.detail });
  const isSmall = decoded.reason === 'too-small';
  const reason = isSmall
    ? `It has ${decoded.detail}, and the network sees ${shape.size} x ${shape.size}`
    : decoded.detail;
  throw new StudioError('image-unreadable', { file, reason });
}

export interface ImageSize {
  width: number;
  height: number;
}

/**
 * How large the picture in a file is, upright.
 * @throws StudioError file-unreadable, image-unreadable
 */
export async function readImageSize(file: string): Promise<ImageSize> {
  const read = await readImageFile(file);
  if (!read.ok) throw new StudioError('file-unreadable', { file, reason: read.detail });
  try {
    return (await opener(read.bytes)({}).metadata()).autoOrient;
  } catch (thrown) {
    throw new StudioError('image-unreadable', { file, reason: reasonOf(thrown) });
  }
}

/**
 * Writes height * width * channels values 0 … 255 as a PNG, with `texts` inside.
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
 * Reads back what `encodePng` wrote, value for value; of what others wrote, transparency is left out.
 * @throws StudioError image-unreadable
 */
export async function readPng(file: string): Promise<PngDimensions & { values: Uint8Array }> {
  try {
    const image = sharp(file, { limitInputPixels: largestPixels, ignoreIcc: true });
    const { channels } = await image.metadata();
    const { data, info } = await image
      .removeAlpha()
      .toColourspace(channels < 3 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { values: data, height: info.height, width: info.width, channels: channels < 3 ? 1 : 3 };
  } catch (thrown) {
    throw new StudioError('image-unreadable', { file, reason: reasonOf(thrown) });
  }
}

function notesOf(bytes: Buffer, { pages, hasAlpha, orientation, depth, space }: Metadata): FileNote[] {
  const format = imageFormat(bytes);
  const has: Record<FileNote, boolean> = {
    frames: (pages ?? 1) > 1 || (format === 'png' && isAnimatedPng(bytes)),
    // Bitmaps are handed over with an alpha channel whether they have one or not.
    alpha: hasAlpha && format !== 'bmp',
    turned: (orientation ?? 1) > 1,
    deep: depth !== 'uchar',
    cmyk: space === 'cmyk',
  };
  return (Object.keys(has) as FileNote[]).filter((note) => has[note]);
}

/** The image library reads the first frame of such a file and does not count them. */
function isAnimatedPng(bytes: Buffer): boolean {
  return bytes.subarray(0, Math.max(0, bytes.indexOf('IDAT'))).includes('acTL');
}

/** One grey value for each red, green, blue: equal ones stay as they are, others by Rec. 601 luma. */
function toGrey(colours: Uint8Array): Uint8Array {
  const grey = new Uint8Array(colours.length / 3);
  for (let i = 0; i < grey.length; i++) {
    const channel = (c: number) => colours[3 * i + c] as number;
    grey[i] = Math.floor((299 * channel(0) + 587 * channel(1) + 114 * channel(2) + 500) / 1000);
  }
  return grey;
}

/** How the image library is to open a file; bitmaps are read for it. */
function opener(bytes: Buffer): (options: SharpOptions) => Sharp {
  const limits: SharpOptions = { limitInputPixels: largestPixels, failOn: 'error' };
  if (imageFormat(bytes) !== 'bmp') return (options) => sharp(bytes, { ...limits, ...options });
  const { width, height } = readBmpHeader(bytes);
  if (width * height > largestPixels)
    throw new ImageProblem(`it has ${width} x ${height} pixels, which is too large`);
  const { pixels } = readBmp(bytes);
  return () => sharp(pixels, { ...limits, raw: { width, height, channels: 4 } });
}

function refusal(reason: SkipReason, detail: string): Refusal {
  return { ok: false, reason, detail };
}
