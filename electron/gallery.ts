/** Handlers for listing, opening, starring and deleting galleries. drawing.ts draws, gallery-export.ts exports them. */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import {
  galleryPaths,
  listGalleryRecords,
  readGalleryRecord,
  shownEntries,
  type GalleryRecord,
} from '../model/gallery/gallery-record';
import { pick } from '../model/pick';
import { writeFileWhole } from '../model/files/write-file';
import { runId } from '../model/files/record-parts';
import type { HandlersOf } from './api/declare';
import type { FoundGallery, GallerySummary, galleryCalls } from './api/gallery';
import type { JobHost } from './job/host';
import type { RunLibrary } from './library/run-library';

interface Dependencies {
  interactive: JobHost;
  library: RunLibrary;
  /** Moves a folder to the system's trash, or to the program's own. */
  trash(folder: string): Promise<void>;
}

export function galleryHandlers({
  interactive,
  library,
  trash,
}: Dependencies): HandlersOf<typeof galleryCalls> {
  return {
    listGalleries: (run) =>
      listGalleryRecords(library.runFolder(run))
        .filter(({ id }) => v.is(runId, id))
        .map((record) => summaryOf(run, record)),

    async openGallery(run, gallery) {
      const runFolder = library.runFolder(run);
      const summary = summaryOf(run, readGalleryRecord(runFolder, gallery));
      return { summary, pictures: await interactive.ask('openGallery', { runFolder, gallery }).answer };
    },

    starPicture({ run, gallery, index }, isStarred) {
      const runFolder = library.changing(run);
      const record = readGalleryRecord(runFolder, gallery);
      const others = record.stars.filter((star) => star !== index);
      const stars = isStarred ? [...others, index].sort((a, b) => a - b) : others;
      const file = galleryPaths(runFolder, gallery).record;
      writeFileWhole(file, `${JSON.stringify({ ...record, stars }, null, 2)}\n`);
      return undefined;
    },

    async deleteGallery(run, gallery) {
      const { record } = galleryPaths(library.changing(run), gallery);
      if (fs.existsSync(record)) await trash(path.dirname(record));
      return undefined;
    },
  };
}

/** Summarises a gallery for the list of its run and for its details. */
function summaryOf(run: string, record: GalleryRecord): GallerySummary {
  return { ...foundOf(run, record), given: record.completion && record.completion.mask };
}

/** Summarises a gallery for the list of all runs. */
export function foundOf(run: string, record: GalleryRecord): FoundGallery {
  const { completion } = record;
  return {
    ...pick(record, shownEntries),
    run,
    completion: completion && pick(completion, ['known', 'unheard']),
  };
}
