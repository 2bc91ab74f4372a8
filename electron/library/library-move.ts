/**
 * Moves the runs to another folder. The move is noted in the preferences before anything moves, and the same write that
 * notes its end changes the library's folder. A move that fails or is cut off before that is taken back, later it is
 * finished: every run is in the library exactly once.
 */
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { reasonOf, StudioError, toErrorData, type ErrorData } from '../../model/errors';
import { errorReason } from '../../model/error-texts';
import { copyFolder } from '../../model/files/copy-folder';
import {
  codeOf,
  makeFolder,
  makeSubfolder,
  removeEmptyFolders,
  unwritable,
} from '../../model/files/make-folder';
import { runId } from '../../model/files/record-parts';
import { removeFolder } from '../../model/files/remove-folder';
import { rename } from '../../model/files/rename';
import { syncFolder } from '../../model/files/sync';
import { lockName } from '../../model/run/run-folder';
import { requireUntrained, takeRunLock, type RunLock } from '../../model/run/run-lock';
import { newNames } from './library-place';
import type { RunLibrary } from './run-library';

/** As the preferences keep it. */
export const libraryMove = v.object({
  from: v.string(),
  to: v.string(),
  /** The names of the runs' folders in `to`, by those in `from`. */
  names: v.record(runId, runId),
  /**
   * On one disk the runs are renamed. Between disks they are copied to a hidden folder in `to`, and placed in `to` when
   * all copies are complete. When it is done the library is in `to`.
   */
  stage: v.picklist(['renaming', 'copying', 'placing', 'done']),
  /** The name of the hidden folder; null on one disk. */
  copies: v.nullable(v.pipe(v.string(), v.regex(/^\.moving-[0-9a-f]{12}$/))),
});
export type LibraryMove = v.InferOutput<typeof libraryMove>;

export interface MoveDependencies {
  library: RunLibrary;
  preferences: {
    readonly libraryMove: LibraryMove | null;
    change(changes: { libraryFolder?: string | null; libraryMove: LibraryMove | null }): void;
    report(problem: ErrorData): void;
  };
  /** How the preferences name a folder of the library: null is the program's own. */
  entryOf(folder: string): string | null;
  trash(folder: string): Promise<void>;
}

/**
 * Moves every run to another folder, which becomes the library's; between disks the originals go to the trash. Those that
 * cannot are reported.
 * @returns how many were moved
 * @throws StudioError run-locked, place-unusable, file-unwritable, library-move-open; no run has moved then, except after
 * library-move-open
 */
export async function moveRuns(dependencies: MoveDependencies, to: string): Promise<number> {
  const { library, preferences, entryOf } = dependencies;
  const { folder: from } = library;
  undo(dependencies);
  const ids = library.ids();
  for (const id of ids) requireUntrained(library.runFolder(id));
  const outermost = makeFolder(to);
  const names = newNames(to, ids);
  const locks = new Map<string, RunLock>();
  try {
    preferences.change({ libraryMove: { from, to, names, stage: 'renaming', copies: null } });
    if (!renameRuns(dependencies)) await copyRuns(dependencies, locks);
    const move = noted(dependencies);
    preferences.change({ libraryFolder: entryOf(to), libraryMove: { ...move, stage: 'done' } });
  } catch (thrown) {
    // A write that failed may be on the disk all the same.
    if (preferences.libraryMove?.stage !== 'done') {
      for (const lock of locks.values()) lock.release();
      undo(dependencies);
      removeEmptyFolders(to, outermost);
      throw thrown;
    }
  }
  library.folder = to;
  const left = await finish(dependencies, locks);
  if (left) preferences.report(left);
  return ids.length;
}

/** Takes back or finishes a move that was cut off as the program ended, and reports that. */
export async function settleMove(dependencies: MoveDependencies): Promise<void> {
  const { preferences } = dependencies;
  const { libraryMove: move } = preferences;
  if (!move) return;
  const { from, to, stage } = move;
  try {
    const left = stage === 'done' ? await finish(dependencies) : undo(dependencies);
    preferences.report(left ?? { code: 'library-move-cut', facts: { from, to, isDone: stage === 'done' } });
  } catch (thrown) {
    preferences.report(toErrorData(thrown));
  }
}

/** @returns false if the folders are on different disks; then every run is where it was */
function renameRuns(dependencies: MoveDependencies): boolean {
  const move = noted(dependencies);
  try {
    for (const { original, there } of placesOf(move)) {
      try {
        rename(original, there);
      } catch (thrown) {
        throw codeOf(thrown) === 'EXDEV' ? thrown : unwritable(there, thrown);
      }
    }
  } catch (thrown) {
    if (codeOf(thrown) !== 'EXDEV') throw thrown;
    takeBack(dependencies, move);
    return false;
  }
  syncFolder(move.to);
  syncFolder(move.from);
  return true;
}

/** @param locks receives the lock of each run, so that none is trained until its original is in the trash */
async function copyRuns(dependencies: MoveDependencies, locks: Map<string, RunLock>): Promise<void> {
  const { preferences } = dependencies;
  const copies = `.moving-${crypto.randomBytes(6).toString('hex')}`;
  const move: LibraryMove = { ...noted(dependencies), stage: 'copying', copies };
  preferences.change({ libraryMove: move });
  const hidden = path.join(move.to, copies);
  makeSubfolder(hidden, move.to);
  // Other programs that use the folder as their library leave it alone.
  const lock = takeRunLock(hidden);
  try {
    for (const { id, original, copy } of placesOf(move)) {
      locks.set(id, takeRunLock(original));
      await copyFolder(original, copy, lockName);
    }
    syncFolder(hidden);
    preferences.change({ libraryMove: { ...move, stage: 'placing' } });
    for (const { copy, there } of placesOf(move)) {
      try {
        rename(copy, there);
      } catch (thrown) {
        throw unwritable(there, thrown);
      }
    }
    syncFolder(move.to);
  } finally {
    lock.release();
  }
}

/** Takes back a move that is not done, if there is one. @throws StudioError library-move-open */
function undo(dependencies: MoveDependencies): null {
  const { preferences } = dependencies;
  const { libraryMove: move } = preferences;
  if (!move || move.stage === 'done') return null;
  const { from, to } = move;
  try {
    takeBack(dependencies, move);
    preferences.change({ libraryMove: null });
  } catch (thrown) {
    throw new StudioError('library-move-open', { from, to, reason: errorReason(toErrorData(thrown)) });
  }
  return null;
}

function takeBack({ preferences }: MoveDependencies, move: LibraryMove): void {
  const { from, to, stage, copies } = move;
  const places = placesOf(move);
  if (copies === null) {
    const isAway = ({ original }: Places) => !fs.existsSync(original);
    // A disk that is not connected must not pass for runs that are gone.
    if (places.some(isAway)) fs.readdirSync(to);
    for (const { original, there } of places.filter(isAway)) {
      if (fs.existsSync(there)) rename(there, original);
    }
    syncFolder(from);
    return;
  }
  const hidden = path.join(to, copies);
  if (!fs.existsSync(to)) return;
  if (stage === 'placing') {
    makeSubfolder(hidden);
    // In this stage every copy is in the hidden folder or was renamed from there.
    for (const { copy, there, original } of places) {
      if (!fs.existsSync(copy) && fs.existsSync(there) && fs.existsSync(original)) rename(there, copy);
    }
    preferences.change({ libraryMove: { ...move, stage: 'copying' } });
  }
  removeFolder(hidden);
}

/** Puts the originals of copied runs into the trash. @returns those that stay, if any */
async function finish(
  dependencies: MoveDependencies,
  locks = new Map<string, RunLock>(),
): Promise<ErrorData | null> {
  const { preferences, trash } = dependencies;
  const move = noted(dependencies);
  const left: string[] = [];
  let reason = '';
  for (const { id, original, there } of move.copies === null ? [] : placesOf(move)) {
    locks.get(id)?.release();
    if (!fs.existsSync(original)) continue;
    try {
      requireUntrained(original);
      if (sizesIn(original).join() !== sizesIn(there).join())
        throw new Error('It is not the same as its copy');
      await trash(original);
    } catch (thrown) {
      left.push(id);
      reason = thrown instanceof StudioError ? errorReason(toErrorData(thrown)) : reasonOf(thrown);
    }
  }
  try {
    if (move.copies !== null) removeFolder(path.join(move.to, move.copies));
    preferences.change({ libraryMove: null });
  } catch {
    // The next start finishes it again.
  }
  return left.length ? { code: 'originals-left', facts: { folder: move.from, runs: left, reason } } : null;
}

/** The files of a run with their sizes. */
function sizesIn(folder: string, below = ''): string[] {
  const entries = fs.readdirSync(path.join(folder, below), { withFileTypes: true });
  const sizes = entries.flatMap((entry) => {
    const name = path.join(below, entry.name);
    if (entry.isDirectory()) return sizesIn(folder, name);
    return name === lockName ? [] : [`${name} ${fs.statSync(path.join(folder, name)).size}`];
  });
  return sizes.sort();
}

interface Places {
  id: string;
  original: string;
  /** Where the run is in the new folder, and where its copy is before. */
  there: string;
  copy: string;
}

function placesOf({ from, to, names, copies }: LibraryMove): Places[] {
  return Object.entries(names).map(([id, name]) => ({
    id,
    original: path.join(from, id),
    there: path.join(to, name),
    copy: path.join(to, copies ?? '', name),
  }));
}

function noted({ preferences }: MoveDependencies): LibraryMove {
  const { libraryMove: move } = preferences;
  if (!move) throw new Error('no move is noted');
  return move;
}
