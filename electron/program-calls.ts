/** The program itself as the page sees it: preferences, the library's place, the log. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import { app, clipboard, nativeTheme, shell, type BrowserWindow } from 'electron';
import { StudioError } from '../model/errors';
import { makeFolder } from '../model/files/make-folder';
import type { Tell } from './api/contract';
import { diagnostics } from './desktop/diagnostics';
import { askToOpen } from './desktop/dialogs';
import type { Grants } from './grants';
import type { HandlersOf } from './api/declare';
import type { programCalls } from './api/program';
import type { JobHost } from './job/host';
import { libraryChoice, moveRuns } from './library/library-place';
import type { LogFile } from './desktop/log-file';
import { programFolder } from './paths';
import type { PreferencesFile } from './desktop/preferences';
import type { RunLibrary } from './library/run-library';

interface Needs {
  preferences: PreferencesFile;
  library: RunLibrary;
  grants: Grants;
  log: LogFile;
  training: JobHost;
  window(): BrowserWindow | undefined;
  tell: Tell;
  /** Whether something is being trained or drawn. */
  isBusy(): boolean;
  /** Gives the jobs to come as many cores. */
  useCores(cores: number | null): void;
  trash(folder: string): Promise<void>;
}

/** Lines of the log that the page shows, and that diagnostics hold. */
const shownLines = 1000;
const sentLines = 200;

export function programHandlers(needs: Needs): HandlersOf<typeof programCalls> {
  const { preferences, library, grants, log, training, window, tell, isBusy, useCores, trash } = needs;
  return {
    readPreferences: () => preferences.preferences,

    writePreferences(changes) {
      preferences.change(defined(changes));
      if (changes.theme) nativeTheme.themeSource = changes.theme;
      if (changes.cores !== undefined) useCores(changes.cores);
      return undefined;
    },

    forgetRecentFolders() {
      preferences.change({ recentFolders: [] });
      return undefined;
    },

    about: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      libraryFolder: library.folder,
      libraryIsThere: fs.existsSync(library.folder) || isDefault(library.folder),
      logFile: log.file,
      cores: os.cpus().length,
      isMac: process.platform === 'darwin',
    }),

    readDevice: () => training.ask('readDevice', null).answer,

    async chooseLibraryFolder() {
      const chosen = await askToOpen(window(), {
        title: 'Folder for the runs',
        buttonLabel: 'Choose',
        properties: ['openDirectory', 'createDirectory'],
      });
      if (chosen === null) return null;
      const choice = libraryChoice(library, chosen);
      if (choice) grants.add(choice.folder);
      return choice;
    },

    async changeLibraryFolder({ folder, move }) {
      if (isBusy()) throw new StudioError('library-busy', { folder: library.folder });
      grants.require(folder);
      const moved = move ? await moveRuns(library, folder, trash) : 0;
      makeFolder(folder);
      library.folder = folder;
      preferences.change({ libraryFolder: isDefault(folder) ? null : folder });
      library.markInterrupted();
      tell('runsChanged', undefined);
      return { moved };
    },

    revealLibraryFolder() {
      makeFolder(library.folder);
      void shell.openPath(library.folder);
      return undefined;
    },

    readLog: () => log.tail(shownLines),

    async copyDiagnostics() {
      const device = await training.ask('readDevice', null).answer.then(
        ({ tensorflow, name, threads }) => `TensorFlow ${tensorflow} on ${name}, ${threads} ops at a time`,
        (thrown: unknown) => `TensorFlow does not answer: ${String(thrown)}`,
      );
      clipboard.writeText(
        diagnostics({
          version: app.getVersion(),
          electron: process.versions.electron,
          device,
          log: log.tail(sentLines),
          folders: { program: programFolder, data: app.getPath('userData'), library: library.folder },
        }),
      );
      return undefined;
    },

    revealLog() {
      log.write('log shown in its folder');
      shell.showItemInFolder(log.file);
      return undefined;
    },
  };
}

/** The program's own place for the runs. */
export function defaultLibraryFolder(): string {
  return path.join(app.getPath('userData'), 'library');
}

function isDefault(folder: string): boolean {
  return path.resolve(folder) === path.resolve(defaultLibraryFolder());
}

/** Without the entries that say nothing. */
function defined<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
}
