/** The place of the run library: what choosing another folder would mean. */
import fs from 'fs';
import path from 'path';
import { StudioError } from '../../model/errors';
import { runPaths } from '../../model/run/run-folder';
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

function countRuns(folder: string): number {
  return fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => isRun(path.join(folder, name))).length
    : 0;
}

function isRun(folder: string): boolean {
  return fs.existsSync(runPaths(folder).record);
}

/**
 * Names for runs that move to a folder, by their ids: each is new there and among the others, also where names that differ
 * in capitals are the same.
 */
export function newNames(folder: string, ids: readonly string[]): Record<string, string> {
  const taken = new Set(fs.readdirSync(folder).map((name) => name.toLowerCase()));
  const names: Record<string, string> = {};
  for (const id of ids) {
    let name = id;
    // An id has up to 100 characters.
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${id.slice(0, 90)}-${number}`;
    taken.add(name.toLowerCase());
    names[id] = name;
  }
  return names;
}
