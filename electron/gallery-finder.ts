/** Handlers for finding galleries and pictures of all runs. */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { galleryPaths, readGalleryRecord } from '../model/gallery/gallery-record';
import { StudioError } from '../model/errors';
import { runPaths } from '../model/run/run-folder';
import { runId } from '../model/files/record-parts';
import type { HandlersOf } from './api/declare';
import type { FoundGallery, galleryFinderCalls } from './api/gallery';
import { foundOf } from './gallery';
import type { JobHost } from './job/host';
import type { RunLibrary } from './library/run-library';

interface Dependencies {
  interactive: Pick<JobHost, 'ask'>;
  library: RunLibrary;
}

export function galleryFinderHandlers({
  interactive,
  library,
}: Dependencies): HandlersOf<typeof galleryFinderCalls> {
  /** The content of each gallery.json, which is read again after it changed. */
  const known = new Map<string, { stamp: string; found: FoundGallery | null }>();

  async function find(run: string, id: string): Promise<FoundGallery | null> {
    const runFolder = path.join(library.folder, run);
    const file = galleryPaths(runFolder, id).record;
    const stat = await fs.promises.stat(file).catch(() => null);
    if (!stat) return null;
    // Each write makes a new file, so these identify the version.
    const stamp = `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
    const last = known.get(file);
    if (last?.stamp === stamp) return last.found;
    const found = read(runFolder, run, id);
    known.set(file, { stamp, found });
    return found;
  }

  return {
    async listAllGalleries() {
      const all: FoundGallery[] = [];
      // One run at a time, so that other calls are answered in between.
      for (const run of library.ids()) {
        const { galleries } = runPaths(path.join(library.folder, run));
        const ids = await fs.promises.readdir(galleries).catch(() => []);
        const usable = ids.filter((id) => v.is(runId, id));
        const found = await Promise.all(usable.map((id) => find(run, id)));
        for (const gallery of found) if (gallery) all.push(gallery);
      }
      return all;
    },

    readPictures(pictures) {
      // A missing run is not an error: the job returns null for its pictures.
      const folderOf = (run: string) => path.join(library.folder, run);
      const wanted = pictures.map(({ run, ...picture }) => ({ ...picture, runFolder: folderOf(run) }));
      return interactive.ask('readPictures', wanted).answer;
    },
  };
}

function read(runFolder: string, run: string, id: string): FoundGallery | null {
  try {
    return foundOf(run, readGalleryRecord(runFolder, id));
  } catch (thrown) {
    // Damaged galleries are left out, as in the list of one run.
    if (thrown instanceof StudioError) return null;
    throw thrown;
  }
}
