import fs from 'node:fs';
import path from 'node:path';
import { SetupProblem } from './problem.mjs';

/** @param {number} bytes */
export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/**
 * Throws when the disk that holds (or will hold) a folder has too little room.
 * @param {string} folder
 * @param {number} bytes
 */
export function requireRoom(folder, bytes) {
  let there = folder;
  while (!fs.existsSync(there)) there = path.dirname(there);
  const { bavail, bsize } = fs.statfsSync(there);
  if (bavail * bsize >= bytes) return;
  throw new SetupProblem(
    `${folder} is on a disk with ${megabytes(bavail * bsize)} free; ${megabytes(bytes)} are needed.`,
    'Free some room there (XDG_CACHE_HOME names another place for downloads), then run the same command again.',
  );
}

/**
 * Size of all files in a folder, 0 when it is not there.
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
    // Another process writes there: what vanishes while we look counts nothing.
  }
  return bytes;
}

/**
 * Reports once a second how far a folder that another process fills has grown, while `work` goes on.
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
