import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import { StudioError } from '../errors';
import { codeOf, unwritable } from './make-folder';
import { rename } from './rename';
import { syncFolder } from './sync';

/**
 * Writes a file under a temporary name beside it, syncs and renames it, so a reader sees the old file or the new one.
 * Creates no folder, so that one that was moved or deleted does not reappear.
 * @param data the whole content, or its parts in order
 * @param mayReplace whether an existing file may be replaced, or one that appears meanwhile
 * @throws StudioError file-exists, folder-gone, file-unwritable
 */
export function writeFileWhole(
  file: string,
  data: string | Uint8Array | Iterable<Uint8Array>,
  { mayReplace = true }: { mayReplace?: boolean } = {},
): void {
  const temporary = temporaryName(file);
  try {
    const handle = fs.openSync(temporary, 'wx');
    try {
      const parts = typeof data === 'string' || data instanceof Uint8Array ? [data] : data;
      for (const part of parts) fs.writeFileSync(handle, part);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    if (mayReplace) rename(temporary, file);
    else renameToNew(temporary, file);
    syncFolder(path.dirname(file));
  } catch (thrown) {
    removeIfPossible(temporary);
    throw unwritable(file, thrown);
  }
}

/** Reports an existing file before the work of producing a new one begins. @throws StudioError file-exists */
export function requireNoFile(file: string): void {
  if (fs.existsSync(file)) throw new StudioError('file-exists', { file });
}

/** A unique name under which a file is written before it is renamed. */
export function temporaryName(file: string): string {
  return `${file}.${crypto.randomBytes(6).toString('hex')}.tmp`;
}

/** Whether a file was left by a process that ended before it renamed it. */
export function isTemporary(name: string): boolean {
  return /\.[0-9a-f]{12}\.tmp$/.test(name);
}

/** Gives a file a name that must be free: unlike renaming, linking and exclusive copying replace nothing. */
function renameToNew(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') throw thrown;
    // Some file systems have no links: FAT, some network shares.
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  }
  removeIfPossible(from);
}

/** A file that stays is removed with others of its kind (`removeUnfinished`). */
function removeIfPossible(temporary: string): void {
  try {
    fs.unlinkSync(temporary);
  } catch {
    // It is not there, or the disk refuses. Why the file could not be written is more useful.
  }
}
