/** Image files to the values a network sees, and values to PNG files. */
import type fs from 'fs';
import sharp from 'sharp';
import { phraseOf, reasonOf, StudioError } from '../../errors';
import type { ImageNote, SkipReason } from '../../events';
import { readRegularFileAsync } from '../../files/regular-file';
import type { Settings } from '../../settings';
import { atOwnSize, enlargement } from './enlarged-pixels';
import { flatten, opacityOf } from './flatten';
import { imageFormat } from './image-format';
import { readImageHeader, type ImageHeader } from './image-header';
import { openImage, withErrorsInWords } from './image-library';
import { ImageProblem } from './image-problem';
import { bringToSize, decodeToSize } from './picture-size';
import { PixelBudget } from './pixel-budget';
import { addPngText } from '../png-text';
import { currentReading, type ReadingRules } from '../reading-rules';
import { digestOf, type PixelDigest } from '../same-pixels';
import { readStoredPixels } from './stored-pixels';

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
  pixels: PixelDigest;
}

/** Files beyond these are refused: such a picture is a mistake or an attack. */
const largestFileBytes = 2 ** 29;
/** Runs of 0.1.0 may have been trained on larger pictures than are read now. */
const mostPixels: Record<ReadingRules, number> = { 1: 2 ** 28, 2: 2 ** 26 };
const budget = new PixelBudget(mostPixels[currentReading]);

/** The bytes of an image file; of anything else only the first. Pipes, devices and folders are not waited for. */
export async function readImageFile(file: fs.PathLike): Promise<{ ok: true; bytes: Buffer } | Refusal> {
  try {
    const isImage = (head: Buffer) => imageFormat(head) !== undefined;
    const { bytes } = await readRegularFileAsync(file, largestFileBytes, isImage);
    return { ok: true, bytes };
  } catch (thrown) {
    return { ok: false, reason: 'unreachable', detail: phraseOf(thrown) };
  }
}

/**
 * The bytes of an image file as size * size values in raster order, one for grey or three for colours: upright,
 * brought back to its own size where it was enlarged by a whole number, transparency flattened, brought to size. Sides
 * longer than `size` are shrunk with the Mitchell-Netravali filter, the usual balance between blur and halos; a picture
 * that fits is only cut. Nothing is enlarged: what is smaller than `size` in either direction is refused. Values are
 * those stored in the file, rounded to 8 bits at the end; colour profiles are not applied, as in the Python libraries,
 * except to turn CMYK into colours.
 */
export async function decodeImage(bytes: Buffer, shape: PictureShape): Promise<DecodedImage | Refusal> {
  const { size, colour, reading } = shape;
  try {
    const header = await readImageHeader(bytes, mostPixels[reading]);
    const { width, height } = header;
    if (Math.min(width, height) < size) {
      throw new ImageProblem(
        `it has ${width} x ${height} pixels, and the network sees ${size} x ${size}`,
        'too-small',
      );
    }
    return await budget.spend(width * height, async () => {
      const decode = reading === 1 || header.isShrinkable ? decodeShrunk : decodeStored;
      const { colours, notes, pixels } = await decode(bytes, header, shape);
      // A value too many would run into the next picture.
      if (colours.length !== 3 * size * size) {
        throw new ImageProblem(`it was decoded to ${colours.length} values for ${size} x ${size} pixels`);
      }
      const values = colour === 'grey' ? toGrey(colours) : Uint8Array.from(colours);
      return { ok: true, values, notes, pixels };
    });
  } catch (thrown) {
    const reason = thrown instanceof ImageProblem ? thrown.reason : 'unreadable';
    return { ok: false, reason, detail: reasonOf(thrown) };
  }
}

/**
 * The digest of all pixels of a picture whose format lets it be shrunk while it is decoded, as `decodeImage` gives it of
 * others; undefined where it cannot be decoded.
 */
export async function readWholeDigest(bytes: Buffer, shape: PictureShape): Promise<string | undefined> {
  try {
    const header = await readImageHeader(bytes, mostPixels[shape.reading]);
    return await budget.spend(header.width * header.height, async () => {
      return (await decodeWhole(bytes, header, shape)).pixels.whole;
    });
  } catch (thrown) {
    if (!(thrown instanceof ImageProblem)) throw thrown;
    return undefined;
  }
}

/** Red, green and blue of size * size pixels, what is to be known of the file, and what tells it from others. */
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

/** All pixels as they are stored, at their own size, and laid on the background. */
async function decodeWhole(bytes: Buffer, header: ImageHeader, shape: PictureShape) {
  const stored = await readStoredPixels(bytes, header);
  const times = enlargement(stored, shape.size);
  const own = times > 1 ? atOwnSize(stored, times) : stored;
  const flat = flatten(own, shape.background);
  const { width, height } = own;
  // Black on nothing and nothing at all look alike on black, yet are two pictures.
  const opacity = opacityOf(own);
  const whole = digestOf(flat, own) + (opacity ? digestOf(opacity, own) : '');
  return { own, times, flat, pixels: { width, height, whole } };
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
  throw new StudioError('image-unreadable', { file, reason: decoded.detail });
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
    const { width, height } = await readImageHeader(read.bytes, mostPixels[1]);
    return { width, height };
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

/** The largest picture that this program exports, 256 pixels at a scale of 64, and more than any sheet of a gallery. */
const largestPng = 2 ** 28;

/**
 * Reads back what `encodePng` wrote, value for value; of what others wrote, transparency is left out.
 * @throws StudioError image-unreadable
 */
export async function readPng(file: string): Promise<PngDimensions & { values: Uint8Array }> {
  const read = await readImageFile(file);
  try {
    if (!read.ok) throw new ImageProblem(read.detail);
    if (imageFormat(read.bytes) !== 'png') throw new ImageProblem('it is not a PNG file');
    const { hasColours } = await readImageHeader(read.bytes, largestPng);
    const { data, info } = await withErrorsInWords(
      openImage(read.bytes, { ignoreIcc: true })
        .removeAlpha()
        .toColourspace(hasColours ? 'srgb' : 'b-w')
        .raw()
        .toBuffer({ resolveWithObject: true }),
    );
    return { values: data, height: info.height, width: info.width, channels: hasColours ? 3 : 1 };
  } catch (thrown) {
    if (!(thrown instanceof ImageProblem)) throw thrown;
    throw new StudioError('image-unreadable', { file, reason: thrown.message });
  }
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
