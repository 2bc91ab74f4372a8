/**
 * Drawing galleries, keeping and exporting them. The pictures of a gallery are kept as one PNG sheet: any program shows
 * it, it is small, it holds every level exactly, and a thousand pictures are no thousand files.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { version } from '../package.json';
import { classNumber } from './class-number';
import { reasonOf, StudioError } from './errors';
import type { Pictures } from './events';
import { galleryPaths, readGalleryRecord, type GalleryRecord } from './gallery-record';
import { encodePng } from './images/image-codec';
import { encodeSheet, readSheet } from './images/picture-sheet';
import { encodeIndexedPng } from './images/indexed-png';
import { shownValues } from './images/pixel-levels';
import { writeFileWhole } from './run-folder';
import { completionOf } from './sampling/completion';
import { drawPictures, type DrawingRequest, type PictureHooks } from './sampling/sample';
import { loadWeights } from './training/checkpoint';

export interface Gallery {
  record: GalleryRecord;
  pictures: Pictures;
}

export interface GalleryRequest extends Omit<DrawingRequest, 'classIndex'> {
  /** Names the gallery's folder. */
  id: string;
  /** The class of all pictures; without it a network that knows classes takes them in turn. */
  className?: string | null;
}

/**
 * Draws with the run's last checkpoint. Nothing is written; a cancelled drawing gives the pictures so far.
 * @throws StudioError run-missing, run-damaged, checkpoint-missing, weights-mismatch, file-unreadable, class-unknown
 */
export async function drawGallery(
  runFolder: string,
  { id, className = null, ...request }: GalleryRequest,
  hooks: PictureHooks = {},
): Promise<Gallery> {
  const { record: run, step, weights, file } = loadWeights(runFolder);
  const checkpoint = hashOf(file);
  const classIndex = className === null ? undefined : classNumber(run, className);
  const { pictures, complete } = await drawPictures(
    { record: run, weights },
    { ...request, classIndex },
    hooks,
  );
  const { firstImage = 0, seed, temperature, topK = 0, topP = 1, start, sampler = 'cached' } = request;
  const { count, height, width } = pictures;
  const record: GalleryRecord = {
    format: 1,
    id,
    run: path.basename(path.resolve(runFolder)),
    model: run.name,
    settings: run.settings,
    step,
    checkpoint,
    created: Date.now(),
    count,
    firstImage,
    height,
    width,
    seed,
    temperature,
    topK,
    topP,
    start,
    className,
    completion: request.known ? completionOf(request.known) : null,
    sampler,
    program: version,
    complete,
  };
  return { record, pictures };
}

/** The record comes last: without it the folder is no gallery. @throws StudioError file-unwritable */
export async function writeGallery(runFolder: string, { record, pictures }: Gallery): Promise<void> {
  const paths = galleryPaths(runFolder, record.id);
  writeFileWhole(paths.pictures, await encodeSheet(pictures, sheetTexts(record)));
  writeFileWhole(paths.record, `${JSON.stringify(record, null, 2)}\n`);
}

/** @throws StudioError file-unreadable, file-damaged, image-unreadable */
export async function readGallery(runFolder: string, id: string): Promise<Gallery> {
  const record = readGalleryRecord(runFolder, id);
  return { record, pictures: await readSheet(galleryPaths(runFolder, id).pictures) };
}

/**
 * Writes a contact sheet, enlarged by a whole number, and what `exportPictures` writes.
 * @returns the names of the files, the sheet first
 * @throws StudioError folder-unreachable, file-unwritable
 */
export async function exportGallery(gallery: Gallery, into: string): Promise<string[]> {
  const { record, pictures } = gallery;
  const base = unusedBase(into, record);
  const sheet = `${base}-sheet.png`;
  const png = await encodeSheet(pictures, sheetTexts(record), sheetScale(pictures));
  writeFileWhole(path.join(into, sheet), png);
  return [sheet, ...(await writePictures(gallery, into, base))];
}

/**
 * Writes each picture in its true size as a PNG file into a folder, named after its number. No existing file is
 * replaced: the names then differ from those before. Every file says inside how it was made.
 * @returns the names of the files
 * @throws StudioError folder-unreachable, file-unwritable
 */
export function exportPictures(gallery: Gallery, into: string): Promise<string[]> {
  return writePictures(gallery, into, unusedBase(into, gallery.record));
}

async function writePictures({ record, pictures }: Gallery, into: string, base: string): Promise<string[]> {
  const { count, height, width, levels, palette, pixels } = pictures;
  const channels = pictures.channels === 3 ? 3 : 1;
  const size = height * width * channels;
  const files: string[] = [];
  for (let n = 0; n < count; n++) {
    const image = record.firstImage + n;
    const own = pixels.subarray(n * size, (n + 1) * size);
    const texts = { Image: String(image), ...textsOf(record) };
    const file = `${base}-${String(image).padStart(4, '0')}.png`;
    const png = palette
      ? encodeIndexedPng(own, { height, width }, palette, texts)
      : await encodePng(shownValues(own, levels), { height, width, channels }, texts);
    writeFileWhole(path.join(into, file), png);
    files.push(file);
  }
  return files;
}

/** What a PNG file says of itself, under names that stay. */
function textsOf(record: GalleryRecord): Record<string, string> {
  return {
    Software: 'PixelCNN Studio',
    Version: record.program,
    'Creation Time': new Date(record.created).toISOString(),
    Model: record.model,
    Architecture: record.settings.architecture,
    Settings: JSON.stringify(record.settings),
    'Checkpoint Step': String(record.step),
    'Checkpoint SHA-256': record.checkpoint,
    Seed: String(record.seed),
    Temperature: String(record.temperature),
    'Top K': String(record.topK),
    'Top P': String(record.topP),
    Start: record.start,
    ...(record.className !== null && { Class: record.className }),
    ...(record.completion && { 'Pixels Given': String(record.completion.known) }),
    Sampler: record.sampler,
    Complete: record.complete ? 'yes' : 'no',
  };
}

function sheetTexts(record: GalleryRecord): Record<string, string> {
  return { Images: `${record.firstImage}-${record.firstImage + record.count - 1}`, ...textsOf(record) };
}

/** Large enough to look at, small enough for any viewer. */
function sheetScale({ count, width }: Pictures): number {
  const comfortable = 1200;
  return Math.min(8, Math.max(1, Math.floor(comfortable / (Math.ceil(Math.sqrt(count)) * (width + 1)))));
}

/**
 * How the names of an export begin: after the run and the seed, with a number where files of that name are present.
 * @throws StudioError folder-unreachable
 */
function unusedBase(folder: string, { model, seed }: GalleryRecord): string {
  const name = `${fileNameOf(model)}-seed${seed}`;
  let present: string[];
  try {
    fs.mkdirSync(folder, { recursive: true });
    present = fs.readdirSync(folder).map((file) => file.toLowerCase());
  } catch (thrown) {
    throw new StudioError('folder-unreachable', { folder, reason: reasonOf(thrown) });
  }
  for (let number = 1; ; number++) {
    const base = number === 1 ? name : `${name}-${number}`;
    if (!present.some((file) => file.startsWith(`${base.toLowerCase()}-`))) return base;
  }
}

/** Letters and digits of any script; what file systems or shells may stumble over becomes a dash. */
function fileNameOf(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}_]+/gu, '-').replace(/^-+|-+$/g, '');
  return [...safe].slice(0, 60).join('') || 'pictures';
}

function hashOf(file: string): string {
  try {
    return crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  } catch (thrown) {
    throw new StudioError('file-unreadable', { file, reason: reasonOf(thrown) });
  }
}
