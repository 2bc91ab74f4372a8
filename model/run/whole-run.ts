/** Runs that come from elsewhere: there at once and whole, or not at all. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder, makeSubfolder, removeEmptyFolders, unwritable } from '../files/make-folder';
import { requireUnused } from './create-run';

/**
 * Lets `fill` write a run's files into a folder beside `runFolder`, whose name no list of runs shows, and renames it
 * when they are all there. After a failure nothing is left of it, and `runFolder` is as it was.
 * @param runFolder does not exist yet, or is empty
 * @throws StudioError run-exists, folder-not-empty, place-unusable, and whatever `fill` throws
 */
export function makeRunWhole<T>(runFolder: string, fill: (folder: string) => T): T {
  requireUnused(runFolder);
  // An empty folder may be a link to where the run should be.
  const place = fs.existsSync(runFolder) ? fs.realpathSync(runFolder) : runFolder;
  const parent = path.dirname(place);
  const outermost = makeFolder(parent);
  const folder = path.join(parent, `.importing-${crypto.randomBytes(6).toString('hex')}`);
  try {
    makeSubfolder(folder, runFolder);
    const filled = fill(folder);
    giveName(folder, place);
    return filled;
  } catch (thrown) {
    fs.rmSync(folder, { recursive: true, force: true });
    removeEmptyFolders(parent, outermost);
    throw thrown;
  }
}

function giveName(folder: string, runFolder: string): void {
  try {
    // Windows gives no folder the name of another, not even of an empty one. `rmdir` removes only an empty one.
    if (process.platform === 'win32' && fs.existsSync(runFolder)) fs.rmdirSync(runFolder);
    fs.renameSync(folder, runFolder);
  } catch (thrown) {
    requireUnused(runFolder);
    throw unwritable(runFolder, thrown);
  }
}
