/** Exports pictures of a gallery as files, which contain their provenance unless it is switched off. */
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { cutName } from '../files/cut-name';
import { reasonOf, StudioError } from '../errors';
import type { Pictures } from '../events';
import type { Gallery } from './gallery';
import { makingOf } from './drawing-animation';
import type { GalleryRecord } from './gallery-record';
import { pictureTexts, sheetTexts } from './gallery-texts';
import { encodeApng, encodeGif } from '../images/animation';
import { encodePng } from '../images/decoding/image-codec';
import { encodeIndexedPng } from '../images/indexed-png';
import { encodeSheet } from '../images/picture-sheet';
import type { SheetLabels } from '../images/sheet-labels';
import { shownValues } from '../images/pixel-levels';
import { makeFolder } from '../files/make-folder';
import type { GalleryGrid } from '../sampling/drawing-options';
import { writeFileWhole } from '../files/write-file';

export interface ExportOptions {
  /** A whole number; each pixel becomes a square of that side, so nothing is blurred. 1 by default. */
  scale?: number;
  /** Whether the files contain their provenance; true by default. */
  metadata?: boolean;
}

/** A still picture, or the animation of its drawing. */
export type PictureFormat = 'png' | 'apng' | 'gif';

/**
 * Writes an enlarged contact sheet, and each picture as `exportPictures` does.
 * @param options.signal ends the export early, and leaves no file of it
 * @returns the names of the files, the sheet first
 * @throws StudioError folder-unreachable, file-unwritable, cancelled
 */
export async function exportGallery(
  gallery: Gallery,
  into: string,
  { signal, ...options }: ExportOptions & { signal?: AbortSignal } = {},
): Promise<string[]> {
  const base = unusedBase(into, gallery.record);
  async function* files() {
    yield sheetFile(gallery, base, options);
    yield* pictureFiles(gallery, base, options);
  }
  return writeAll(into, files, signal);
}

async function sheetFile(
  { record, pictures }: Gallery,
  base: string,
  options: ExportOptions,
): Promise<ExportedFile> {
  const texts = options.metadata === false ? {} : sheetTexts(record);
  const rows = record.grid && {
    columns: record.count / record.grid.values.length,
    labels: sheetLabels(record, record.grid),
  };
  const bytes = await encodeSheet(pictures, texts, { scale: sheetScale(pictures), ...rows });
  return { name: `${base}-sheet.png`, bytes };
}

/**
 * Writes each picture as a PNG file into a folder, named after its number. No existing file is replaced: the new files
 * get other names.
 * @returns the names of the files
 * @throws StudioError folder-unreachable, file-unwritable
 */
export function exportPictures(
  gallery: Gallery,
  into: string,
  options: ExportOptions = {},
): Promise<string[]> {
  const base = unusedBase(into, gallery.record);
  return writeAll(into, () => pictureFiles(gallery, base, options));
}

/** Encodes one picture as the bytes of a file. @param index its index in the gallery */
export async function encodePicture(
  { record, pictures }: Gallery,
  index: number,
  format: PictureFormat,
  { scale = 1, metadata = true }: ExportOptions = {},
): Promise<Buffer> {
  const texts = metadata ? pictureTexts(record, index, scale) : {};
  if (format === 'gif') return encodeGif(makingOf(pictures, index, scale));
  if (format === 'apng') return encodeApng(makingOf(pictures, index, scale), texts);
  const { levels, palette, pixels } = pictures;
  const channels = pictures.channels === 3 ? 3 : 1;
  const size = { height: pictures.height, width: pictures.width };
  const own = pixels.subarray(
    index * size.height * size.width * channels,
    (index + 1) * size.height * size.width * channels,
  );
  const large = { height: size.height * scale, width: size.width * scale };
  const enlargedLevels = enlarged(own, { ...size, channels }, scale);
  return palette
    ? encodeIndexedPng(enlargedLevels, large, palette, texts)
    : encodePng(shownValues(enlargedLevels, levels), { ...large, channels }, texts);
}

interface ExportedFile {
  name: string;
  bytes: Buffer;
}

async function* pictureFiles(
  gallery: Gallery,
  base: string,
  options: ExportOptions,
): AsyncGenerator<ExportedFile> {
  const { count, firstImage } = gallery.record;
  for (let n = 0; n < count; n++) {
    const name = `${base}-${String(firstImage + n).padStart(4, '0')}.png`;
    yield { name, bytes: await encodePicture(gallery, n, 'png', options) };
  }
}

/** Writes new files. If one fails, or at the signal, those before it are removed. @returns their names */
async function writeAll(
  into: string,
  files: () => AsyncGenerator<ExportedFile>,
  signal?: AbortSignal,
): Promise<string[]> {
  const written: string[] = [];
  try {
    for await (const { name, bytes } of files()) {
      // Lets a request to cancel arrive.
      if (signal) await setImmediate();
      if (signal?.aborted) throw new StudioError('cancelled', {});
      written.push(name);
      writeFileWhole(path.join(into, name), bytes);
    }
    return written;
  } catch (thrown) {
    for (const name of written) {
      try {
        fs.unlinkSync(path.join(into, name));
      } catch {
        // It was not written, or the disk refuses. Why the export failed is more useful.
      }
    }
    throw thrown;
  }
}

function enlarged(
  values: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
  scale: number,
): Uint8Array {
  if (scale === 1) return values;
  const large = new Uint8Array(values.length * scale * scale);
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
      large.set(values.subarray(from, from + channels), (y * width * scale + x) * channels);
    }
  }
  return large;
}

/** Labels each row with its value, and each column with the number of its dice. */
function sheetLabels({ seed, count, firstImage }: GalleryRecord, { kind, values }: GalleryGrid): SheetLabels {
  const columns = Array.from({ length: count / values.length }, (_, n) => String(firstImage + n));
  return { corner: `${kind} × seed ${seed}`, rows: values, columns };
}

/** Returns a scale at which the sheet is easy to view, but not too large for any viewer. */
function sheetScale({ count, width }: Pictures): number {
  const sheetWidth = 1200;
  return Math.min(8, Math.max(1, Math.floor(sheetWidth / (Math.ceil(Math.sqrt(count)) * (width + 1)))));
}

/**
 * Returns the beginning of an export's file names: the run and the seed, with a number where such files exist.
 * @throws StudioError place-unusable, folder-unreachable
 */
function unusedBase(folder: string, { model, seed }: GalleryRecord): string {
  const name = `${fileNameOf(model)}-seed${seed}`;
  makeFolder(folder);
  let present: string[];
  try {
    present = fs.readdirSync(folder).map((file) => file.toLowerCase());
  } catch (thrown) {
    throw new StudioError('folder-unreachable', { folder, reason: reasonOf(thrown) });
  }
  for (let number = 1; ; number++) {
    const base = number === 1 ? name : `${name}-${number}`;
    if (!present.some((file) => file.startsWith(`${base.toLowerCase()}-`))) return base;
  }
}

/** Keeps letters and digits of any script; characters that file systems or shells may refuse become dashes. */
function fileNameOf(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}_]+/gu, '-').replace(/^-+|-+$/g, '');
  return cutName(safe) || 'pictures';
}
