import fs from 'fs';
import path from 'path';
import { reasonOf, StudioError } from './errors';

/**
 * Makes a folder and those it is in, as far as they are missing. Node's own way of doing so never returns where the
 * system lets nothing be made, as in /proc.
 * @returns whether the folder was missing
 * @throws StudioError place-unusable
 */
export function makeFolder(folder: string): boolean {
  if (isFolder(folder)) return false;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    fs.mkdirSync(folder);
  } catch (thrown) {
    // Another process may have made it meanwhile.
    if (isFolder(folder)) return false;
    throw new StudioError('place-unusable', { place: folder, reason: reasonInFolder(thrown) });
  }
  return true;
}

/** The folder around it is there, so that some of the system's reasons mean something else. */
function reasonInFolder(thrown: unknown): string {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === 'EEXIST') return 'A file is where a folder was expected';
  if (code === 'ENOENT') return 'The system lets no folder be made there';
  return reasonOf(thrown);
}

function isFolder(place: string): boolean {
  try {
    return fs.statSync(place).isDirectory();
  } catch {
    return false;
  }
}
