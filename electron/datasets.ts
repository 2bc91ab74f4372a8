/** Handlers for folders of images: choosing, dropping and reading them. */
import fs from 'fs';
import path from 'path';
import type { BrowserWindow, OpenDialogOptions } from 'electron';
import { reasonOf, StudioError } from '../model/errors';
import type { Emit } from './api/contract';
import { askToOpen } from './desktop/dialogs';
import type { Grants, GrantsByPurpose } from './grants';
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
  window(): BrowserWindow | undefined;
  emit: Emit;
}

export function datasetHandlers(
  dependencies: Dependencies,
): HandlersOf<typeof datasetCalls & typeof preloadCalls> {
  const { interactive, grants, preferences, exampleImages, counts, window, emit } = dependencies;
  let scan: number | undefined;
  const { folders, pictures } = grants;
  folders.add(exampleImages);

  return {
    chooseFolder: () => choose(window(), folders, { properties: ['openDirectory'] }),

    chooseImage: () =>
      choose(window(), pictures, {
        properties: ['openFile'],
        filters: [{ name: 'Images', extensions: imageExtensions }],
      }),

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

const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'avif'];

/** Opens a dialog and grants the page the chosen path. */
export async function choose(
  window: BrowserWindow | undefined,
  grants: Grants,
  options: OpenDialogOptions,
): Promise<string | null> {
  const chosen = await askToOpen(window, options);
  if (chosen !== null) grants.add(chosen);
  return chosen;
}
