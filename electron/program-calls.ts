/** Handlers for the program itself: preferences, versions and the device. */
import fs from 'fs';
import os from 'os';
import { app, nativeTheme } from 'electron';
import type { HandlersOf } from './api/declare';
import type { Licence, programCalls } from './api/program';
import type { JobHost } from './job/host';
import { licencesFile } from './paths';
import { isDefaultLibrary } from './library/library-folder';
import type { ProgramMenu } from './desktop/menu';
import { isSandboxed } from './desktop/sandbox';
import type { LogFile } from './desktop/log-file';
import type { PreferencesFile } from './desktop/preferences';
import type { RunLibrary } from './library/run-library';

interface Dependencies {
  preferences: PreferencesFile;
  library: RunLibrary;
  log: LogFile;
  training: JobHost;
  /** Limits jobs to this many cores; null for all. */
  useCores(cores: number | null): void;
  menu: Pick<ProgramMenu, 'offer'>;
}

export function programHandlers(dependencies: Dependencies): HandlersOf<typeof programCalls> {
  const { preferences, library, log, training, useCores, menu } = dependencies;
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
      electron: process.versions.electron ?? null,
      libraryFolder: library.folder,
      libraryIsThere: fs.existsSync(library.folder) || isDefaultLibrary(library.folder),
      logFile: log.file,
      cores: os.cpus().length,
      isSandboxed: isSandboxed(),
      isMac: process.platform === 'darwin',
    }),

    offerActions(actions) {
      menu.offer(actions);
      return undefined;
    },

    readLicences: async () => JSON.parse(await fs.promises.readFile(licencesFile, 'utf8')) as Licence[],

    readDevice: () => training.ask('readDevice', null).answer,
  };
}

/** Leaves out undefined entries. */
function defined<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
}
