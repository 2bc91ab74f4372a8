/** Handlers for folders of images: choosing, dropping and reading them. */
import fs from 'fs';
import path from 'path';
import type { FileFilter } from 'electron';
import { reasonOf, StudioError } from '../model/errors';
import type { Emit } from './api/contract';
import type { FileDialogs } from './desktop/dialogs';
import type { GrantsByPurpose } from './grants';
import { requirePictureSettings } from './ipc';
import type { HandlersOf } from './api/declare';
import type { datasetCalls, preloadCalls } from './api/datasets';
import type { JobHost } from './job/host';
import type { PreferencesFile } from './desktop/preferences';

/** The usable images and classes of the folders read so far, for forecasts. */
export type FolderCounts = Map<string, { images: number; classNames: string[] }>;

interface Dependencies {
  interactive: JobHost;
  grants: Pick<GrantsByPurpose, 'folders' | 'pictures'>;
  preferences: PreferencesFile;
  exampleImages: string;
  counts: FolderCounts;
  dialogs: FileDialogs;
  emit: Emit;
}

export function datasetHandlers(
  dependencies: Dependencies,
): HandlersOf<typeof datasetCalls & typeof preloadCalls> {
  const { interactive, grants, preferences, exampleImages, counts, dialogs, emit } = dependencies;
  let scan: number | undefined;
  const { folders, pictures } = grants;
  folders.add(exampleImages);

  return {
    async chooseFolder() {
      const folder = await dialogs.folderToRead('images', 'Folder of images');
      if (folder !== null) folders.add(folder);
      return folder;
    },

    async chooseImage() {
      const file = await dialogs.fileToRead('pictures', 'Picture', images);
      if (file !== null) pictures.add(file);
      return file;
    },

    useExampleImages: () => exampleImages,

    grantDropped(dropped) {
      let isFolder: boolean;
      try {
        isFolder = fs.statSync(dropped).isDirectory();
      } catch (thrown) {
        throw new StudioError('file-unreadable', { file: dropped, reason: reasonOf(thrown) });
      }
      const granted = path.resolve(dropped);
      (isFolder ? folders : pictures).add(granted);
      return { path: granted, kind: isFolder ? 'folder' : 'file' };
    },

    async scanFolder(folder, settings, excluded) {
      folders.require(folder);
      const argument = { folder, settings: requirePictureSettings(settings), excluded };
      const asked = interactive.ask('scanFolder', argument, (progress) => emit('scanProgress', progress));
      scan = asked.id;
      const report = await asked.answer;
      counts.set(folder, { images: report.images, classNames: report.classes.map(({ name }) => name) });
      if (folder !== exampleImages) preferences.addRecent(folder);
      return report;
    },

    cancelScan() {
      if (scan !== undefined) interactive.cancel(scan);
      return undefined;
    },
  };
}

const images: FileFilter = {
  name: 'Images',
  extensions: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'avif'],
};
