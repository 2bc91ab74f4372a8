/**
 * Drawing galleries and keeping them. The pictures of a gallery are kept as one PNG sheet: any program shows it, it is
 * small, it holds every level exactly, and a thousand pictures are no thousand files.
 */
import path from 'node:path';
import { version } from '../../package.json';
import { classNumber } from '../images/class-number';
import { StudioError } from '../errors';
import type { Pictures } from '../events';
import { sheetTexts } from './gallery-texts';
import { galleryPaths, readGalleryRecord, type GalleryRecord } from './gallery-record';
import { encodeSheet, readSheet } from '../images/picture-sheet';
import { unshaped } from '../likelihood/shaping';
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
  /** Names the gallery's folder. */
  id: string;
  /** The checkpoint that draws; the last one without it. */
  which?: CheckpointChoice;
}

/**
 * Draws with a checkpoint of the run. Nothing is written; a cancelled drawing gives the pictures so far.
 * @throws StudioError run-missing, run-damaged, checkpoint-missing, weights-mismatch, file-unreadable, class-unknown
 */
export async function drawGallery(
  runFolder: string,
  { id, className: asked = null, which = 'last', grid = null, ...request }: GalleryRequest,
  hooks: PictureHooks = {},
): Promise<Gallery> {
  const { record: run, step, weights, sha256 } = loadWeights(runFolder, which);
  const className = asked === null ? null : (run.classNames[classNumber(run, asked)] as string);
  const wishes = grid ? grid.values.map((value) => rowOf(grid.kind, value)) : [{}];
  // A run in training removes checkpoints while it is drawn from: all rows' weights are read before the first is drawn.
  const rows = wishes.map((changes) => ({
    changes,
    weights: changes.which === undefined ? weights : loadWeights(runFolder, changes.which).weights,
  }));
  const drawn: Pictures[] = [];
  let complete = true;
  for (const [row, { changes, weights }] of rows.entries()) {
    // The rows that a cancelled drawing has not come to stay empty.
    if (row > 0 && hooks.signal?.aborted) break;
    const wish = { className, ...request, ...changes };
    const classIndex = wish.className === null ? undefined : classNumber(run, wish.className);
    const tell = (done: number, total: number, pictures: Pictures) =>
      hooks.onProgress?.(
        row * total + done,
        rows.length * total,
        stacked([...drawn, pictures], rows.length * pictures.count),
      );
    const rowHooks = { ...hooks, ...(hooks.onProgress && { onProgress: tell }) };
    const answer = await drawPictures({ record: run, weights }, { ...wish, classIndex }, rowHooks);
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

/** One after another; `count` of them, those not drawn yet at level 0. */
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

/** The record comes last: without it the folder is no gallery. @throws StudioError folder-gone, file-unwritable */
export async function writeGallery(runFolder: string, { record, pictures }: Gallery): Promise<void> {
  const paths = galleryPaths(runFolder, record.id);
  makeSubfolder(runPaths(runFolder).galleries);
  makeSubfolder(runPaths(runFolder).gallery(record.id));
  writeFileWhole(paths.pictures, await encodeSheet(pictures, sheetTexts(record)));
  writeFileWhole(paths.record, `${JSON.stringify(record, null, 2)}\n`);
}

/** @throws StudioError file-unreadable, file-damaged, file-newer, image-unreadable */
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
