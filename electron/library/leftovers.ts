/** Removes what killed processes of the program left: known names only, and only what no living process uses. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import * as v from 'valibot';
import { codeOf } from '../../model/files/make-folder';
import { runId } from '../../model/files/record-parts';
import { removeFolder } from '../../model/files/remove-folder';
import { graphFolder } from '../../model/files/temporary-folder';
import { isTemporary } from '../../model/files/write-file';
import { galleryIds, removeUnrecorded } from '../../model/gallery/gallery-record';
import { removeUnfinished, runPaths } from '../../model/run/run-folder';
import { trainerOf } from '../../model/run/run-lock';
import { isReserved, type RunLibrary } from './run-library';

/** A process that just made a folder may not have locked it yet. */
const graceMilliseconds = 60_000;
/** Runs that are being imported or copied. Their process holds a lock in them. */
const halfRun = /^\.(importing|moving)-[0-9a-f]{12}$/;

/**
 * Removes half imported and copied runs, folders reserved for runs that never came, and unfinished files of runs that
 * nobody trains; pictures of galleries without a record; unfinished preferences; in the folder for temporary files, graphs of processes that have ended. What the system keeps stays
 * until the next start.
 */
export async function removeLeftovers(
  library: RunLibrary,
  userData: string,
  temporary = os.tmpdir(),
): Promise<void> {
  for (const name of namesIn(userData)) {
    const isOwn = name.startsWith('preferences.json.') && isTemporary(name);
    if (isOwn) unlessRefused(() => fs.unlinkSync(path.join(userData, name)));
  }
  for (const name of namesIn(library.folder)) {
    // The window answers meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    const folder = path.join(library.folder, name);
    if (halfRun.test(name)) removeUnlessUsed(folder);
    else if (v.is(runId, name)) unlessRefused(() => tidyRun(folder));
  }
  for (const name of namesIn(temporary)) {
    const pid = Number(graphFolder.exec(name)?.[1] ?? process.pid);
    const folder = path.join(temporary, name);
    if (!isRunning(pid)) unlessRefused(() => isOld(folder) && removeFolder(folder));
  }
}

function tidyRun(folder: string): void {
  if (!fs.lstatSync(folder).isDirectory() || trainerOf(folder)) return;
  // Removing files makes folders look new.
  const isSpent = isReserved(path.basename(folder)) && isOld(folder);
  const galleries = galleryIds(folder).filter((id) => isReserved(id) && isOld(runPaths(folder).gallery(id)));
  removeUnfinished(folder, { isLocked: false });
  for (const id of galleries) removeUnrecorded(folder, id);
  if (isSpent && !fs.readdirSync(folder).length) fs.rmdirSync(folder);
}

function removeUnlessUsed(folder: string): void {
  if (!trainerOf(folder)) unlessRefused(() => isOld(folder) && removeFolder(folder));
}

function isOld(place: string): boolean {
  return Date.now() - fs.statSync(place).mtimeMs > graceMilliseconds;
}

function namesIn(folder: string): string[] {
  return unlessRefused(() => fs.readdirSync(folder)) ?? [];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH';
  }
}

function unlessRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
