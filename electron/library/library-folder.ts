/** The folder of the run library: showing it, and choosing another. */
import path from 'path';
import { app, shell } from 'electron';
import { StudioError } from '../../model/errors';
import { makeFolder } from '../../model/files/make-folder';
import type { Emit } from '../api/contract';
import type { HandlersOf } from '../api/declare';
import type { libraryFolderCalls } from '../api/program';
import type { FileDialogs } from '../desktop/dialogs';
import type { PreferencesFile } from '../desktop/preferences';
import type { Grants } from '../grants';
import { moveRuns } from './library-move';
import { libraryChoice } from './library-place';
import type { RunLibrary } from './run-library';

interface Dependencies {
  preferences: PreferencesFile;
  library: RunLibrary;
  grants: Grants;
  dialogs: FileDialogs;
  emit: Emit;
  /** Whether something is being trained or drawn. */
  isBusy(): boolean;
  trash(folder: string): Promise<void>;
}

export function libraryFolderHandlers(dependencies: Dependencies): HandlersOf<typeof libraryFolderCalls> {
  const { preferences, library, grants, dialogs, emit, isBusy, trash } = dependencies;
  return {
    async chooseLibraryFolder() {
      const chosen = await dialogs.folderToWrite('library', 'Folder for the runs', 'Choose');
      if (chosen === null) return null;
      const choice = libraryChoice(library, chosen);
      if (choice) grants.add(choice.folder);
      return choice;
    },

    async changeLibraryFolder({ folder, move }) {
      if (isBusy()) throw new StudioError('library-busy', { folder: library.folder });
      grants.require(folder);
      let moved = 0;
      if (move) {
        moved = await library.whileMoving(() => moveRuns({ library, preferences, trash, entryOf }, folder));
      } else {
        library.requireStill();
        makeFolder(folder);
        preferences.change({ libraryFolder: entryOf(folder) });
        library.folder = folder;
      }
      library.markInterrupted();
      emit('runsChanged', undefined);
      return { moved };
    },

    revealLibraryFolder() {
      makeFolder(library.folder);
      void shell.openPath(library.folder);
      return undefined;
    },
  };
}

/** The program's own place for the runs. */
export function defaultLibraryFolder(): string {
  return path.join(app.getPath('userData'), 'library');
}

/** How the preferences name a folder of the library: null is the program's own. */
export function entryOf(folder: string): string | null {
  return isDefaultLibrary(folder) ? null : folder;
}

/** Whether a folder is the program's own place for the runs. */
export function isDefaultLibrary(folder: string): boolean {
  return path.resolve(folder) === path.resolve(defaultLibraryFolder());
}
