import fs from 'node:fs';
import path from 'node:path';
import { SetupProblem } from './problem.mjs';

/** @param {number} bytes */
export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/**
 * Throws if the disk of a folder, which may not exist yet, has too little space.
 * @param {string} folder
 * @param {number} bytes
 */
export function requireRoom(folder, bytes) {
  let existing = folder;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  const { bavail, bsize } = fs.statfsSync(existing);
  if (bavail * bsize >= bytes) return;
  throw new SetupProblem(
    `${folder} is on a disk with ${megabytes(bavail * bsize)} free; ${megabytes(bytes)} are needed.`,
    'Free some space there (or set XDG_CACHE_HOME to another folder for downloads), then run the same command again.',
  );
}

/**
 * The size of all files in a folder; 0 if it does not exist.
 * @param {string} folder
 * @returns {number}
 */
export function folderBytes(folder) {
  let bytes = 0;
  try {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      bytes += entry.isDirectory() ? folderBytes(file) : fs.lstatSync(file).size;
    }
  } catch {
    // Another process is writing there; files that vanish meanwhile are not counted.
  }
  return bytes;
}

/**
 * Reports once a second how far a folder has grown while `work` fills it.
 * @template T
 * @param {string} folder
 * @param {number} total expected bytes
 * @param {import('./steps.mjs').Report} report
 * @param {() => Promise<T>} work
 */
export async function watchingGrowth(folder, total, report, work) {
  const before = folderBytes(folder);
  const timer = setInterval(() => {
    const bytes = Math.min(folderBytes(folder) - before, total);
    report(`${Math.floor((100 * bytes) / total)} % of ${megabytes(total)}`);
  }, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
