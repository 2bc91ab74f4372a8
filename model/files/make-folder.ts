/** Makes folders, removes them if they stay empty, and explains why a file could not be written. */
import fs from 'fs';
import path from 'path';
import { reasonOf, StudioError } from '../errors';

/**
 * Makes a folder and its missing parents. Node's recursive mkdir never returns where the system allows no new folder,
 * as in /proc.
 * @returns the outermost folder that was missing, if any
 * @throws StudioError place-unusable
 */
export function makeFolder(folder: string): string | undefined {
  if (isFolder(folder)) return undefined;
  const parent = path.dirname(folder);
  const outermost = parent === folder ? undefined : makeFolder(parent);
  try {
    fs.mkdirSync(folder);
  } catch (thrown) {
    // Another process may have made it meanwhile.
    if (isFolder(folder)) return outermost;
    throw unusable(folder, thrown);
  }
  return outermost ?? folder;
}

/**
 * Makes a folder in an existing one, if it is missing.
 * @param named the path that an error names, for a temporary folder the person has never seen
 * @throws StudioError folder-gone, place-unusable
 */
export function makeSubfolder(folder: string, named = folder): void {
  try {
    fs.mkdirSync(folder);
  } catch (thrown) {
    if (isFolder(folder)) return;
    const error = unwritable(folder, thrown);
    throw error.code === 'folder-gone' ? error : unusable(named, thrown);
  }
}

/** Removes the folders that `makeFolder` made, as far as they are empty. @param outermost what it returned */
export function removeEmptyFolders(folder: string, outermost: string | undefined): void {
  if (outermost === undefined) return;
  try {
    for (let at = folder; at.startsWith(outermost); at = path.dirname(at)) fs.rmdirSync(at);
  } catch {
    // The folder is no longer empty, or is gone.
  }
}

/** Why a file could not be written. */
export function unwritable(file: string, thrown: unknown): StudioError {
  const folder = outermostMissing(path.dirname(file));
  if (folder !== undefined) return new StudioError('folder-gone', { folder, file });
  if (codeOf(thrown) === 'EEXIST') return new StudioError('file-exists', { file });
  return new StudioError('file-unwritable', { file, reason: reasonOf(thrown) });
}

function outermostMissing(folder: string): string | undefined {
  if (fs.existsSync(folder)) return undefined;
  const parent = path.dirname(folder);
  return (parent === folder ? undefined : outermostMissing(parent)) ?? folder;
}

export function codeOf(thrown: unknown): string | undefined {
  return (thrown as NodeJS.ErrnoException).code;
}

/** Why a folder could not be made in an existing one, where some of the system's codes have another meaning. */
function unusable(place: string, thrown: unknown): StudioError {
  const reasons: Record<string, string> = {
    EEXIST: 'A file is where a folder was expected',
    ENOENT: 'The system allows no new folder there',
  };
  const reason = reasons[codeOf(thrown) ?? ''] ?? reasonOf(thrown);
  return new StudioError('place-unusable', { place, reason });
}

function isFolder(place: string): boolean {
  try {
    return fs.statSync(place).isDirectory();
  } catch {
    return false;
  }
}
