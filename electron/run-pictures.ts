/** Handlers for the pictures that can be inspected: those of a run, files, and the clipboard. */
import crypto from 'crypto';
import path from 'path';
import { StudioError } from '../model/errors';
import { makeFolder } from '../model/files/make-folder';
import { writeFileWhole } from '../model/files/write-file';
import type { HandlersOf } from './api/declare';
import type { runPictureCalls } from './api/inspection';
import type { Grants } from './grants';
import type { JobHost } from './job/host';
import type { RunLibrary } from './library/run-library';

interface Dependencies {
  interactive: JobHost;
  library: RunLibrary;
  grants: Grants;
  /** Returns the picture on the clipboard as PNG; empty if there is none. */
  clipboardPicture(): Promise<Uint8Array>;
  /** The folder of pasted pictures while the program runs. */
  pastedPictures: string;
}

export function runPictureHandlers({
  interactive,
  library,
  grants,
  clipboardPicture,
  pastedPictures,
}: Dependencies): HandlersOf<typeof runPictureCalls> {
  return {
    listValidation: (id) => interactive.ask('listValidation', { runFolder: library.runFolder(id) }).answer,

    listTraining: (id) => interactive.ask('listTraining', { runFolder: library.runFolder(id) }).answer,

    listSamples: (id) => interactive.ask('listSamples', { runFolder: library.runFolder(id) }).answer,

    readPicture(id, picture) {
      grants.requirePicture(picture);
      return interactive.ask('readPicture', { runFolder: library.runFolder(id), picture }).answer;
    },

    listCheckpoints: (id) => library.checkpoints(id),

    async pasteImage(pasted) {
      const bytes = pasted ?? (await clipboardPicture());
      if (!bytes.length) {
        throw new StudioError('image-unreadable', {
          file: 'on the clipboard',
          reason: 'There is no picture on the clipboard',
        });
      }
      const folder = path.join(pastedPictures, crypto.randomBytes(6).toString('hex'));
      makeFolder(folder);
      const file = path.join(folder, 'clipboard.png');
      writeFileWhole(file, bytes);
      grants.add(file);
      return file;
    },
  };
}
