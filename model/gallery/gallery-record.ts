/**
 * A gallery: pictures drawn once and kept in <run>/gallery/<id>/ with all that is needed to draw them again. Plain Node,
 * no TensorFlow, and old enough calls for the oldest Electron's main process.
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

/** gallery.json, whose `id` is the name of its folder. Earlier versions do not name what they could not do. */
const stored = v.object({
  format: v.literal(galleryFormat),
  /** Name of the run's folder, and the name people gave the run. */
  run: v.string(),
  model: v.string(),
  settings: settingsSchema,
  /** Step of the checkpoint that drew, and the SHA-256 of its weights.safetensors. */
  step: count,
  checkpoint: sha256,
  /** Milliseconds since 1970. */
  created: time,
  /** Number of the first picture of each row, which names its dice. */
  firstImage: count,
  ...drawingOptions,
  /** Set when only a part of each picture was drawn. */
  completion: v.optional(
    v.nullable(v.object({ known: count, unheard: count, mask: v.array(v.pipe(count, v.maxValue(1))) })),
    null,
  ),
  /** Places of the pictures that a person marked. */
  stars: v.optional(v.array(count), []),
  sampler: v.picklist(['cached', 'naive']),
  /** Version of the program. */
  program: v.string(),
  /** Whether all pictures were drawn to the end; when a person cancelled, some may be unfinished. */
  complete: v.boolean(),
});
const fitting = v.pipe(
  stored,
  v.check(({ count: all, grid }) => !grid || all % grid.values.length === 0, 'rows of as many pictures each'),
  v.check(
    ({ completion, height, width }) => !completion || completion.mask.length === height * width,
    'a mask as large as the pictures',
  ),
);

export type GalleryRecord = v.InferOutput<typeof stored> & { id: string };

/** The entries that a list of galleries shows as they are. */
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

/** @throws StudioError file-unreadable, file-damaged, file-newer */
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

/** Names of all galleries of a run, whether they can be read or not. */
export function galleryIds(runFolder: string): string[] {
  const { galleries } = runPaths(runFolder);
  return fs.existsSync(galleries) ? fs.readdirSync(galleries) : [];
}

/** All galleries of a run, newest first. What cannot be read, as after an interrupted write, is left out. */
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
