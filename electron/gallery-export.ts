/** Bringing pictures out of the program, and exported ones back in. */
import os from 'os';
import path from 'path';
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { readGalleryRecord } from '../model/gallery/gallery-record';
import type { Grants } from './grants';
import type { HandlersOf } from './api/declare';
import type { galleryExportCalls } from './api/gallery';
import type { JobHost } from './job/host';
import type { RunLibrary } from './library/run-library';

interface Needs {
  looking: JobHost;
  library: RunLibrary;
  grants: Grants;
  window(): BrowserWindow | undefined;
}

const endings = { png: 'png', apng: 'png', gif: 'gif' } as const;

export function galleryExportHandlers({
  looking,
  library,
  grants,
  window,
}: Needs): HandlersOf<typeof galleryExportCalls> {
  /** Where dialogs opened last. */
  let place = os.homedir();

  return {
    async exportGallery(run, gallery, options) {
      const runFolder = library.runFolder(run);
      const parent = window();
      const wish: OpenDialogOptions = {
        title: 'Export gallery',
        buttonLabel: 'Export here',
        defaultPath: place,
        properties: ['openDirectory', 'createDirectory'],
      };
      const { canceled, filePaths } = await (parent
        ? dialog.showOpenDialog(parent, wish)
        : dialog.showOpenDialog(wish));
      const [into] = filePaths;
      if (canceled || into === undefined) return null;
      place = into;
      const { files } = await looking.ask('exportGallery', { runFolder, gallery, into, ...options }).answer;
      return { folder: into, files };
    },

    async exportPicture({ run, gallery, index }, format, options) {
      const runFolder = library.runFolder(run);
      const { seed } = readGalleryRecord(runFolder, gallery);
      const ending = endings[format];
      const defaultPath = path.join(place, `seed${seed}-${index}.${ending}`);
      const filters = [{ name: ending.toUpperCase(), extensions: [ending] }];
      const wish = { title: 'Export picture', defaultPath, filters };
      const parent = window();
      const { canceled, filePath } = await (parent
        ? dialog.showSaveDialog(parent, wish)
        : dialog.showSaveDialog(wish));
      if (canceled || !filePath) return null;
      const file = filePath.toLowerCase().endsWith(`.${ending}`) ? filePath : `${filePath}.${ending}`;
      place = path.dirname(file);
      await looking.ask('exportPicture', { runFolder, gallery, index, format, file, ...options }).answer;
      return file;
    },

    readProvenance: (file) => looking.ask('readProvenance', { file: grants.require(file) }).answer,

    verifyPicture: (file) =>
      looking.ask('verifyPicture', { file: grants.require(file), library: library.folder }).answer,
  };
}
