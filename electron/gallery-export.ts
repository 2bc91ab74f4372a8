/** Handlers for exporting pictures, and for reading and verifying exported ones. */
import { readGalleryRecord } from '../model/gallery/gallery-record';
import type { FileDialogs } from './desktop/dialogs';
import type { Grants } from './grants';
import type { HandlersOf } from './api/declare';
import type { galleryExportCalls } from './api/gallery';
import type { JobHost } from './job/host';
import type { JobRequests } from './job/messages';
import type { RunLibrary } from './library/run-library';

interface Dependencies {
  interactive: JobHost;
  library: RunLibrary;
  grants: Grants;
  dialogs: FileDialogs;
}

const endings = { png: 'png', apng: 'png', gif: 'gif' } as const;

export function galleryExportHandlers({
  interactive,
  library,
  grants,
  dialogs,
}: Dependencies): HandlersOf<typeof galleryExportCalls> {
  let latest: number | undefined;

  function exportAs<N extends 'exportGallery' | 'exportPicture'>(
    name: N,
    argument: JobRequests[N]['argument'],
  ): Promise<JobRequests[N]['result']> {
    const { id, answer } = interactive.ask(name, argument);
    latest = id;
    return answer;
  }

  return {
    async exportGallery(run, gallery, options) {
      const runFolder = library.runFolder(run);
      const into = await dialogs.folderToWrite('exports', 'Export gallery', 'Export here');
      if (into === null) return null;
      const { files } = await exportAs('exportGallery', { runFolder, gallery, into, ...options });
      return { folder: into, files };
    },

    async exportPicture({ run, gallery, index }, format, options) {
      const runFolder = library.runFolder(run);
      const { seed } = readGalleryRecord(runFolder, gallery);
      const ending = endings[format];
      const kind = { name: ending.toUpperCase(), extensions: [ending] };
      const file = await dialogs.fileToWrite('exports', 'Export picture', `seed${seed}-${index}`, kind);
      if (file === null) return null;
      await exportAs('exportPicture', { runFolder, gallery, index, format, file, ...options });
      return file;
    },

    cancelExport() {
      if (latest !== undefined) interactive.cancel(latest);
      return undefined;
    },

    readProvenance: (file) => interactive.ask('readProvenance', { file: grants.require(file) }).answer,

    verifyPicture: (file) =>
      interactive.ask('verifyPicture', { file: grants.require(file), library: library.folder }).answer,
  };
}
