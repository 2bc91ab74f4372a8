/** The place of the run library: choosing another folder, and moving the runs there. */
import fs from 'fs';
import path from 'path';
import { reasonOf, StudioError } from '../../model/errors';
import { makeFolder } from '../../model/files/make-folder';
import { lockName, runPaths } from '../../model/run/run-folder';
import { requireUntrained, takeRunLock } from '../../model/run/run-lock';
import type { LibraryChoice } from '../api/program';
import type { RunLibrary } from './run-library';

/** The folder made for the runs inside a folder with other files. */
const ownName = 'PixelCNN Studio runs';

/**
 * What choosing a folder would mean; null for the current one. @throws StudioError argument-invalid for a folder
 * inside the library
 */
export function libraryChoice(library: RunLibrary, chosen: string): LibraryChoice | null {
  const there = fs.existsSync(chosen) ? fs.readdirSync(chosen) : [];
  const isLibrary = there.length === 0 || there.some((name) => isRun(path.join(chosen, name)));
  const isOwn = path.basename(chosen) === ownName;
  const folder = isLibrary || isOwn ? chosen : path.join(chosen, ownName);
  const here = path.resolve(library.folder);
  if (path.resolve(folder) === here) return null;
  if (path.resolve(folder).startsWith(here + path.sep)) {
    throw new StudioError('argument-invalid', {
      argument: 'The library folder',
      value: folder,
      expected: 'a folder outside the present library',
    });
  }
  return { folder, runsThere: countRuns(folder), runsHere: library.ids().length };
}

/**
 * Moves every run to another folder. At any time each run is complete in one of the two; between disks it is copied,
 * and the original is moved to the trash.
 * @returns how many were moved @throws StudioError run-locked, file-unwritable
 */
export async function moveRuns(
  library: RunLibrary,
  folder: string,
  trash: (folder: string) => Promise<void>,
): Promise<number> {
  const ids = library.ids();
  for (const id of ids) requireUntrained(library.runFolder(id));
  makeFolder(folder);
  for (const id of ids) {
    const from = library.runFolder(id);
    const to = path.join(folder, unusedName(folder, id));
    try {
      fs.renameSync(from, to);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EXDEV') throw unwritable(to, thrown);
      const lock = takeRunLock(from);
      await copyWhole(from, to)
        .catch((failed: unknown) => Promise.reject(unwritable(to, failed)))
        .finally(lock.release);
      await trash(from);
    }
  }
  return ids.length;
}

function countRuns(folder: string): number {
  return fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => isRun(path.join(folder, name))).length
    : 0;
}

function isRun(folder: string): boolean {
  return fs.existsSync(runPaths(folder).record);
}

function unusedName(folder: string, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!fs.existsSync(path.join(folder, candidate))) return candidate;
  }
}

/**
 * Copies a run, under a hidden name until it is complete. The lock is not copied, since it belongs to the original.
 */
export async function copyWhole(from: string, to: string): Promise<void> {
  const half = path.join(path.dirname(to), `.${path.basename(to)}.part`);
  await copyFolder(from, half);
  fs.renameSync(half, to);
}

async function copyFolder(from: string, to: string): Promise<void> {
  makeFolder(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target);
    else if (entry.name !== lockName) await fs.promises.copyFile(source, target);
  }
}

function unwritable(file: string, thrown: unknown): StudioError {
  return new StudioError('file-unwritable', { file, reason: reasonOf(thrown) });
}
