/** Makes the folder of an imported run in one piece: complete, or not at all. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder, makeSubfolder, removeEmptyFolders, unwritable } from '../files/make-folder';
import { removeFolder } from '../files/remove-folder';
import { rename } from '../files/rename';
import { requireUnused } from './create-run';
import { takeRunLock, type RunLock } from './run-lock';

/**
 * Lets `fill` write a run's files into a hidden folder beside `runFolder`, and renames it once it is complete. After
 * a failure that folder is removed and `runFolder` is unchanged.
 * @param runFolder a folder that is missing or empty
 * @throws StudioError run-exists, folder-not-empty, place-unusable, and whatever `fill` throws
 */
export function makeRunWhole<T>(runFolder: string, fill: (folder: string) => T): T {
  requireUnused(runFolder);
  // An empty folder may be a link to the place where the run belongs.
  const place = fs.existsSync(runFolder) ? fs.realpathSync(runFolder) : runFolder;
  const parent = path.dirname(place);
  const outermost = makeFolder(parent);
  const folder = path.join(parent, `.importing-${crypto.randomBytes(6).toString('hex')}`);
  let lock: RunLock | undefined;
  try {
    makeSubfolder(folder, runFolder);
    // Another program that removes the leftovers of killed ones leaves it alone.
    lock = takeRunLock(folder);
    const filled = fill(folder);
    lock.release();
    giveName(folder, place);
    return filled;
  } catch (thrown) {
    lock?.release();
    remove(folder);
    removeEmptyFolders(parent, outermost);
    throw thrown;
  }
}

function remove(folder: string): void {
  try {
    removeFolder(folder);
  } catch {
    // The next start of the program removes it. Why the run could not be made is more useful.
  }
}

function giveName(folder: string, runFolder: string): void {
  try {
    // Windows cannot rename a folder to an existing one, even an empty one. `rmdir` removes only an empty folder.
    if (process.platform === 'win32' && fs.existsSync(runFolder)) fs.rmdirSync(runFolder);
    rename(folder, runFolder);
  } catch (thrown) {
    requireUnused(runFolder);
    throw unwritable(runFolder, thrown);
  }
}
