/** Drags pictures out of the window, as files in a temporary folder of their own. */
import fs from 'fs';
import path from 'path';
import { nativeImage, type BrowserWindow } from 'electron';
import { StudioError } from '../../model/errors';
import { readGalleryRecord } from '../../model/gallery/gallery-record';
import { makeFolder } from '../../model/files/make-folder';
import type { HandlersOf } from '../api/declare';
import type { pictureDragCalls } from '../api/gallery';
import type { JobHost } from '../job/host';
import type { RunLibrary } from '../library/run-library';

interface Dependencies {
  interactive: Pick<JobHost, 'ask'>;
  library: RunLibrary;
  /** The folder of the files while the program runs. */
  folder: string;
  window(): BrowserWindow | undefined;
}

/** The width of the picture under the mouse. */
const iconWidth = 64;

export class PictureDrag {
  readonly handlers: HandlersOf<typeof pictureDragCalls>;

  constructor({ interactive, library, folder, window }: Dependencies) {
    this.handlers = {
      prepareDrag: async ({ run, gallery, index }, options) => {
        const runFolder = library.runFolder(run);
        const { seed } = readGalleryRecord(runFolder, gallery);
        makeFolder(folder);
        const file = path.join(folder, `seed${seed}-${index}.png`);
        const request = { runFolder, gallery, index, format: 'png', file, ...options } as const;
        await interactive.ask('exportPicture', request).answer;
        return file;
      },

      startDrag: (file) => {
        if (path.dirname(file) !== folder || !fs.existsSync(file)) {
          throw new StudioError('file-unreadable', { file, reason: 'It was not prepared for dragging' });
        }
        const icon = nativeImage.createFromPath(file).resize({ width: iconWidth });
        window()?.webContents.startDrag({ file, icon });
        return undefined;
      },
    };
  }
}
