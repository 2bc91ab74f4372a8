/**
 * Draws, writes and reads galleries. The pictures of a gallery are one PNG sheet, which any program can show, and which
 * is small and stores every level exactly.
 */
import path from 'node:path';
import { version } from '../../package.json';
import { classNumber } from '../images/class-number';
import { StudioError } from '../errors';
import type { Pictures } from '../events';
import { sheetTexts } from './gallery-texts';
import { galleryPaths, readGalleryRecord, removeUnrecorded, type GalleryRecord } from './gallery-record';
import { encodeSheet, readSheet } from '../images/picture-sheet';
import { unshaped } from '../likelihood/shaping-options';
import { makeSubfolder } from '../files/make-folder';
import { pick } from '../pick';
import { writeFileWhole } from '../files/write-file';
import { runPaths } from '../run/run-folder';
import { completionOf } from '../sampling/completion';
import { drawingOptionNames, type DrawingOptions, type GalleryGrid } from '../sampling/drawing-options';
import { drawPictures, type DrawingRequest, type PictureHooks } from '../sampling/sample';
import { loadWeights, type CheckpointChoice } from '../run/checkpoint';

export interface Gallery {
  record: GalleryRecord;
  pictures: Pictures;
}

/** With a grid `count` pictures are drawn for each row. */
export interface GalleryRequest
  extends Omit<DrawingRequest, 'classIndex'>, Partial<Pick<DrawingOptions, 'className' | 'grid'>> {
  /** The name of the gallery's folder. */
  id: string;
  /** The checkpoint that draws; by default the last. */
  which?: CheckpointChoice;
}

/**
 * Draws a gallery with a checkpoint of the run. Nothing is written; a cancelled drawing returns the pictures so far.
 * @throws StudioError run-missing, run-damaged, checkpoint-missing, weights-mismatch, file-unreadable, class-unknown
 */
export async function drawGallery(
  runFolder: string,
  { id, className: asked = null, which = 'last', grid = null, ...request }: GalleryRequest,
  hooks: PictureHooks = {},
): Promise<Gallery> {
  const { record: run, step, weights, sha256 } = loadWeights(runFolder, which);
  const className = asked === null ? null : (run.classNames[classNumber(run, asked)] as string);
  const rowChanges = grid ? grid.values.map((value) => rowOf(grid.kind, value)) : [{}];
  // A training may remove checkpoints meanwhile, so the weights of all rows are read before the first is drawn.
  const rows = rowChanges.map((changes) => ({
    changes,
    weights: changes.which === undefined ? weights : loadWeights(runFolder, changes.which).weights,
  }));
  const drawn: Pictures[] = [];
  let complete = true;
  for (const [row, { changes, weights }] of rows.entries()) {
    // A cancelled drawing leaves the remaining rows empty.
    if (row > 0 && hooks.signal?.aborted) break;
    const rowRequest = { className, ...request, ...changes };
    const classIndex = rowRequest.className === null ? undefined : classNumber(run, rowRequest.className);
    const onProgress = (done: number, total: number, pictures: Pictures) =>
      hooks.onProgress?.(
        row * total + done,
        rows.length * total,
        stacked([...drawn, pictures], rows.length * pictures.count),
      );
    const rowHooks = { ...hooks, ...(hooks.onProgress && { onProgress }) };
    const answer = await drawPictures({ record: run, weights }, { ...rowRequest, classIndex }, rowHooks);
    drawn.push(answer.pictures);
    complete &&= answer.complete;
  }
  const pictures = stacked(drawn, rows.length * request.count);
  const { firstImage = 0, sampler = 'cached', known } = request;
  const { count, height, width } = pictures;
  const record: GalleryRecord = {
    format: 1,
    id,
    run: path.basename(path.resolve(runFolder)),
    model: run.name,
    settings: run.settings,
    step,
    checkpoint: sha256,
    created: Date.now(),
    firstImage,
    ...pick({ ...unshaped, ...request, count, height, width, className, grid }, drawingOptionNames),
    completion: known ? { ...completionOf(known), mask: Array.from(known.mask) } : null,
    stars: [],
    sampler,
    program: version,
    complete,
  };
  return { record, pictures };
}

function rowOf(kind: GalleryGrid['kind'], value: string): Partial<GalleryRequest> {
  switch (kind) {
    case 'temperature':
      return { temperature: Number(value) };
    case 'class':
      return { className: value };
    case 'checkpoint':
      return { which: Number(value) };
  }
}

/** Joins pictures into `count` of them; those not drawn yet have level 0. */
function stacked(parts: readonly Pictures[], count: number): Pictures {
  const [first] = parts as [Pictures];
  if (parts.length === 1 && first.count === count) return first;
  const size = first.height * first.width * first.channels;
  const pixels = new Uint8Array(count * size);
  let at = 0;
  for (const part of parts) {
    pixels.set(part.pixels, at);
    at += part.pixels.length;
  }
  return { ...first, count, pixels };
}

/**
 * Writes a gallery, the record last: without it the folder is not a gallery.
 * @throws StudioError folder-gone, file-unwritable
 */
export async function writeGallery(runFolder: string, { record, pictures }: Gallery): Promise<void> {
  const paths = galleryPaths(runFolder, record.id);
  makeSubfolder(runPaths(runFolder).galleries);
  makeSubfolder(runPaths(runFolder).gallery(record.id));
  const sheet = await encodeSheet(pictures, sheetTexts(record));
  try {
    writeFileWhole(paths.pictures, sheet);
    writeFileWhole(paths.record, `${JSON.stringify(record, null, 2)}\n`);
  } catch (thrown) {
    removeUnrecorded(runFolder, record.id);
    throw thrown;
  }
}

/** Reads a gallery. @throws StudioError file-unreadable, file-damaged, file-newer, image-unreadable */
export async function readGallery(runFolder: string, id: string): Promise<Gallery> {
  const record = readGalleryRecord(runFolder, id);
  const file = galleryPaths(runFolder, id).pictures;
  const pictures = await readSheet(file);
  const { count, height, width } = record;
  if (pictures.count !== count || pictures.height !== height || pictures.width !== width) {
    const reason = 'Its pictures are not those that gallery.json describes';
    throw new StudioError('file-damaged', { file, reason });
  }
  return { record, pictures };
}
