/** Exports runs, models and charts as files, and imports runs and models. */
import type { FileFilter } from 'electron';
import { cutName } from '../../model/files/cut-name';
import { writeFileWhole } from '../../model/files/write-file';
import type { Emit } from '../api/contract';
import type { FileDialogs } from '../desktop/dialogs';
import type { OpenedFiles } from '../desktop/opened-files';
import type { Grants } from '../grants';
import type { HandlersOf } from '../api/declare';
import type { runFileCalls } from '../api/run-files';
import type { JobHost } from '../job/host';
import type { RunLibrary } from './run-library';

interface Dependencies {
  interactive: Pick<JobHost, 'ask'>;
  library: RunLibrary;
  grants: Grants;
  dialogs: FileDialogs;
  opened: OpenedFiles;
  emit: Emit;
}

const runs: FileFilter = { name: 'PixelCNN runs', extensions: ['pixelcnn'] };
const weights: FileFilter = { name: 'Safetensors', extensions: ['safetensors'] };
const models: FileFilter = {
  name: 'Safetensors and PyTorch weights',
  extensions: ['safetensors', 'pt', 'pth'],
};
const charts: Record<'png' | 'csv', FileFilter> = {
  png: { name: 'PNG', extensions: ['png'] },
  csv: { name: 'Comma-separated values', extensions: ['csv'] },
};

export function runFileHandlers(dependencies: Dependencies): HandlersOf<typeof runFileCalls> {
  const { interactive, library, grants, dialogs, opened, emit } = dependencies;

  /** Makes a new run, whose folder `make` fills. */
  async function newRun(make: (runFolder: string) => Promise<unknown>): Promise<string> {
    const id = await library.add(make);
    emit('runsChanged', undefined);
    return id;
  }

  const nameOf = (id: string) => fileName(library.record(id).name);
  const importFile = (file: string) =>
    newRun((runFolder) => interactive.ask('importRun', { file, runFolder }).answer);

  return {
    async exportRun(id) {
      const runFolder = library.runFolder(id);
      const file = await dialogs.fileToWrite('runs', 'Export run', nameOf(id), runs);
      if (file) await interactive.ask('exportRun', { runFolder, file }).answer;
      return file;
    },

    async importRun() {
      const file = await dialogs.fileToRead('runs', 'Import run', runs);
      return file && importFile(file);
    },

    async importOpened() {
      const file = opened.next();
      return file === undefined ? null : importFile(file);
    },

    async chooseModel() {
      const file = await dialogs.fileToRead('weights', 'Import model', models);
      if (file === null) return null;
      const described = await interactive.ask('chooseModel', { file }).answer;
      grants.add(file);
      return { file, described };
    },

    importModel(file, { name, size }) {
      grants.require(file);
      return newRun((runFolder) => interactive.ask('importModel', { file, runFolder, name, size }).answer);
    },

    async exportModel(id) {
      const runFolder = library.runFolder(id);
      const file = await dialogs.fileToWrite('weights', 'Export model', nameOf(id), weights);
      if (file) await interactive.ask('exportModel', { runFolder, file }).answer;
      return file;
    },

    async exportChart({ name, format }, bytes) {
      const file = await dialogs.fileToWrite('charts', 'Export chart', fileName(name), charts[format]);
      if (file) writeFileWhole(file, bytes);
      return file;
    },
  };
}

/** A run's name without the characters that file names cannot hold. */
function fileName(name: string): string {
  return cutName(name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').trim()) || 'run';
}
