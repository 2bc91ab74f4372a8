/** Drawing pictures, keeping and exporting them. */
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { listGalleryRecords, readGalleryRecord, type GalleryRecord } from '../model/gallery-record';
import type { Events, GallerySummary } from './api';
import type { Grants } from './grants';
import type { Handlers } from './ipc';
import type { JobHost } from './job/host';
import type { RunLibrary } from './run-library';

interface Needs {
  looking: JobHost;
  library: RunLibrary;
  grants: Grants;
  window(): BrowserWindow | undefined;
  tell<N extends keyof Events>(name: N, payload: Events[N]): void;
}

type Calls = 'draw' | 'cancelDrawing' | 'listGalleries' | 'openGallery' | 'exportGallery';

export function galleryCalls({ looking, library, grants, window, tell }: Needs): Pick<Handlers, Calls> {
  let drawing: number | undefined;
  return {
    async draw({ run, ...wish }) {
      const { completion } = wish;
      if (completion?.picture.kind === 'file') grants.require(completion.picture.file);
      const gallery = library.newId();
      const asked = looking.ask('draw', { runFolder: library.runFolder(run), gallery, ...wish }, (progress) =>
        tell('drawingProgress', { gallery, ...progress }),
      );
      drawing = asked.id;
      await asked.answer;
      return gallery;
    },

    cancelDrawing() {
      if (drawing !== undefined) looking.cancel(drawing);
      return undefined;
    },

    listGalleries: (run) =>
      listGalleryRecords(library.runFolder(run)).map((record) => summaryOf(run, record)),

    async openGallery(run, gallery) {
      const runFolder = library.runFolder(run);
      const summary = summaryOf(run, readGalleryRecord(runFolder, gallery));
      return { summary, pictures: await looking.ask('readGallery', { runFolder, gallery }).answer };
    },

    async exportGallery(run, gallery) {
      const runFolder = library.runFolder(run);
      const options: OpenDialogOptions = {
        title: 'Export gallery',
        buttonLabel: 'Export here',
        properties: ['openDirectory', 'createDirectory'],
      };
      const parent = window();
      const { canceled, filePaths } = await (parent
        ? dialog.showOpenDialog(parent, options)
        : dialog.showOpenDialog(options));
      const [into] = filePaths;
      if (canceled || into === undefined) return null;
      const { files } = await looking.ask('exportGallery', { runFolder, gallery, into }).answer;
      return { folder: into, files };
    },
  };
}

function summaryOf(run: string, record: GalleryRecord): GallerySummary {
  const { id, created, count, seed, temperature, start, className, completion, step, complete } = record;
  return { id, run, created, count, seed, temperature, start, className, completion, step, complete };
}
