/**
 * Reads the records of galleries: pictures kept in <run>/gallery/<id>/ with all that is needed to draw them again. No
 * TensorFlow, and only calls that the oldest Electron's main process has.
 */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { reasonOf, StudioError } from '../errors';
import { readJsonFile } from '../files/json-file';
import { count, settingsSchema, sha256, time } from '../files/record-parts';
import { runPaths } from '../run/run-folder';
import { drawingOptionNames, drawingOptions } from '../sampling/drawing-options';
import { isSystemError } from '../system-errors';

const galleryFormat = 1;

/** gallery.json; its `id` is the name of its folder. Records of earlier versions lack the options added since. */
const stored = v.object({
  format: v.literal(galleryFormat),
  /** The name of the run's folder. */
  run: v.string(),
  /** The name of the run. */
  model: v.string(),
  settings: settingsSchema,
  /** The step of the checkpoint that drew. */
  step: count,
  /** The SHA-256 of its weights.safetensors. */
  checkpoint: sha256,
  /** Milliseconds since 1970. */
  created: time,
  /** The number of the first picture of each row, which determines its dice. */
  firstImage: count,
  ...drawingOptions,
  /** Set if only a part of each picture was drawn. */
  completion: v.optional(
    v.nullable(v.object({ known: count, unheard: count, mask: v.array(v.pipe(count, v.maxValue(1))) })),
    null,
  ),
  /** Indices of the pictures that a person marked. */
  stars: v.optional(v.array(count), []),
  sampler: v.picklist(['cached', 'naive']),
  /** The version of the program. */
  program: v.string(),
  /** Whether all pictures were drawn to the end; after a person cancelled, some may be unfinished. */
  complete: v.boolean(),
});
const fitting = v.pipe(
  stored,
  v.check(({ count: all, grid }) => !grid || all % grid.values.length === 0, 'rows of the same length'),
  v.check(
    ({ completion, height, width }) => !completion || completion.mask.length === height * width,
    'a mask as large as the pictures',
  ),
);

export type GalleryRecord = v.InferOutput<typeof stored> & { id: string };

/** The entries that a list of galleries shows unchanged. */
export const shownEntries = [
  'id',
  'created',
  'model',
  'program',
  'step',
  'firstImage',
  ...drawingOptionNames,
  'stars',
  'complete',
] as const satisfies (keyof GalleryRecord)[];

export function galleryPaths(runFolder: string, id: string) {
  const folder = runPaths(runFolder).gallery(id);
  return { record: path.join(folder, 'gallery.json'), pictures: path.join(folder, 'pictures.png') };
}

/** Reads the record of a gallery. @throws StudioError file-unreadable, file-damaged, file-newer */
export function readGalleryRecord(runFolder: string, id: string): GalleryRecord {
  const file = galleryPaths(runFolder, id).record;
  try {
    return { ...readJsonFile(file, fitting, galleryFormat), id };
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown;
    const code = isSystemError(thrown) ? 'file-unreadable' : 'file-damaged';
    throw new StudioError(code, { file, reason: reasonOf(thrown) });
  }
}

/** Removes the pictures of a gallery whose record was not written, as far as the system permits. */
export function removeUnrecorded(runFolder: string, id: string): void {
  const { record, pictures } = galleryPaths(runFolder, id);
  try {
    if (fs.existsSync(record)) return;
    if (fs.existsSync(pictures)) fs.unlinkSync(pictures);
    fs.rmdirSync(path.dirname(pictures));
  } catch {
    // The next start of the program removes them.
  }
}

/** Lists the names of all galleries of a run, including those that cannot be read. */
export function galleryIds(runFolder: string): string[] {
  const { galleries } = runPaths(runFolder);
  return fs.existsSync(galleries) ? fs.readdirSync(galleries) : [];
}

/** Lists all galleries of a run, newest first, without those that cannot be read, as after an interrupted write. */
export function listGalleryRecords(runFolder: string): GalleryRecord[] {
  const records: GalleryRecord[] = [];
  for (const id of galleryIds(runFolder)) {
    try {
      records.push(readGalleryRecord(runFolder, id));
    } catch (thrown) {
      if (!(thrown instanceof StudioError)) throw thrown;
    }
  }
  return records.sort((a, b) => b.created - a.created);
}
