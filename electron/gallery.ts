/** Drawing pictures, keeping them, and finding them again. Bringing them out: gallery-export.ts. */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import {
  galleryIds,
  galleryPaths,
  listGalleryRecords,
  readGalleryRecord,
  shownEntries,
  type GalleryRecord,
} from '../model/gallery/gallery-record';
import { pick } from '../model/pick';
import { writeFileWhole } from '../model/files/write-file';
import type { Tell } from './api/contract';
import { runId, type HandlersOf } from './api/declare';
import type { FoundGallery, GalleryOptions, GallerySummary, galleryCalls } from './api/gallery';
import type { Grants } from './grants';
import type { JobHost } from './job/host';
import { idByTime, type RunLibrary } from './library/run-library';

interface Needs {
  looking: JobHost;
  library: RunLibrary;
  grants: Grants;
  tell: Tell;
  /** Puts a folder into the system's trash, or the program's own. */
  trash(folder: string): Promise<void>;
}

export function galleryHandlers({
  looking,
  library,
  grants,
  tell,
  trash,
}: Needs): HandlersOf<typeof galleryCalls> {
  /** Names of galleries that are being drawn; their folders are written at the end. */
  const begun = new Set<string>();

  /** Drawings told as `event`, of which the latest can be cancelled. */
  function drawings(event: 'drawingProgress' | 'siblingsProgress') {
    let latest: number | undefined;
    return {
      async draw({ run, ...options }: GalleryOptions & { run: string }): Promise<string> {
        const { completion } = options;
        if (completion?.picture.kind === 'file') grants.require(completion.picture.file);
        const runFolder = library.runFolder(run);
        const taken = new Set([...begun, ...galleryIds(runFolder)]);
        const gallery = idByTime((id) => !taken.has(id));
        begun.add(gallery);
        const asked = looking.ask('draw', { runFolder, gallery, ...options }, (progress) =>
          tell(event, { gallery, ...progress }),
        );
        latest = asked.id;
        try {
          await asked.answer;
        } finally {
          begun.delete(gallery);
        }
        return gallery;
      },
      cancel(): undefined {
        if (latest !== undefined) looking.cancel(latest);
      },
    };
  }
  const pictures = drawings('drawingProgress');
  const siblings = drawings('siblingsProgress');

  return {
    draw: pictures.draw,
    cancelDrawing: pictures.cancel,
    growSiblings: siblings.draw,
    cancelSiblings: siblings.cancel,

    listGalleries: (run) =>
      listGalleryRecords(library.runFolder(run))
        .filter(({ id }) => v.is(runId, id))
        .map((record) => summaryOf(run, record)),

    async openGallery(run, gallery) {
      const runFolder = library.runFolder(run);
      const summary = summaryOf(run, readGalleryRecord(runFolder, gallery));
      return { summary, pictures: await looking.ask('openGallery', { runFolder, gallery }).answer };
    },

    starPicture({ run, gallery, index }, isStarred) {
      const runFolder = library.runFolder(run);
      const record = readGalleryRecord(runFolder, gallery);
      const others = record.stars.filter((star) => star !== index);
      const stars = isStarred ? [...others, index].sort((a, b) => a - b) : others;
      const file = galleryPaths(runFolder, gallery).record;
      writeFileWhole(file, `${JSON.stringify({ ...record, stars }, null, 2)}\n`);
      return undefined;
    },

    async deleteGallery(run, gallery) {
      const { record } = galleryPaths(library.runFolder(run), gallery);
      if (fs.existsSync(record)) await trash(path.dirname(record));
      return undefined;
    },
  };
}

/** What the list of a run and its details show. */
function summaryOf(run: string, record: GalleryRecord): GallerySummary {
  return { ...foundOf(run, record), given: record.completion && record.completion.mask };
}

/** The same for a list of all runs. */
export function foundOf(run: string, record: GalleryRecord): FoundGallery {
  const { completion } = record;
  return {
    ...pick(record, shownEntries),
    run,
    completion: completion && pick(completion, ['known', 'unheard']),
  };
}
