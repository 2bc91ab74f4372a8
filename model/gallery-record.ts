/**
 * A gallery: pictures drawn once and kept in <run>/gallery/<id>/ with all that is needed to draw them again. Plain Node,
 * no TensorFlow, and old enough calls for the oldest Electron's main process.
 */
import fs from 'fs';
import path from 'path';
import { reasonOf, StudioError } from './errors';
import { runPaths } from './run-folder';
import type { Settings } from './settings';

/** What the rows of a gallery compare, and the value of each: temperatures, classes, steps of checkpoints. */
export interface GalleryGrid {
  kind: 'temperature' | 'class' | 'checkpoint';
  values: string[];
}

/** gallery.json. */
export interface GalleryRecord {
  format: 1;
  id: string;
  /** Name of the run's folder, and the name people gave the run. */
  run: string;
  model: string;
  settings: Settings;
  /** Step of the checkpoint that drew, and the SHA-256 of its weights.safetensors. */
  step: number;
  checkpoint: string;
  /** Milliseconds since 1970. */
  created: number;
  count: number;
  /** Number of the first picture, which names its dice. */
  firstImage: number;
  height: number;
  width: number;
  seed: number;
  temperature: number;
  /** See `shaped` in likelihood/distribution.ts: 0 and 1 leave all levels. */
  topK: number;
  topP: number;
  start: 'blank' | 'noise';
  /** The class of all pictures; null: the network knows none, or the pictures take its classes in turn. */
  className: string | null;
  /** Set when only a part of each picture was drawn. */
  completion: { known: number; unheard: number; mask: number[] } | null;
  /** Set when rows of pictures compare something under the same dice. */
  grid: GalleryGrid | null;
  /** Places of the pictures that a person marked. */
  stars: number[];
  sampler: 'cached' | 'naive';
  /** Version of the program. */
  program: string;
  /** Whether all pictures were drawn to the end. */
  complete: boolean;
}

export function galleryPaths(runFolder: string, id: string) {
  const folder = runPaths(runFolder).gallery(id);
  return { record: path.join(folder, 'gallery.json'), pictures: path.join(folder, 'pictures.png') };
}

/** @throws StudioError file-unreadable, file-damaged */
export function readGalleryRecord(runFolder: string, id: string): GalleryRecord {
  const file = galleryPaths(runFolder, id).record;
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new StudioError('file-unreadable', { file, reason: reasonOf(thrown) });
  }
  try {
    const found = JSON.parse(text) as GalleryRecord | null;
    if (found?.format !== 1) throw new Error('it does not say what was drawn');
    // Galleries drawn by earlier versions do not name what these could not do.
    const { className = null, completion = null, grid = null, stars = [], topK = 0, topP = 1 } = found;
    return { ...found, className, completion, grid, stars, topK, topP };
  } catch (thrown) {
    throw new StudioError('file-damaged', { file, reason: reasonOf(thrown) });
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
