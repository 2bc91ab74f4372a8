import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './places.mjs';

/**
 * Runs `work` while no other set-up of this user runs, in any clone, since two at once would damage each other's
 * unfinished files. The lock of a process that has ended is taken over.
 * @param {() => Promise<void>} work
 */
export async function alone(work) {
  fs.mkdirSync(cacheFolder, { recursive: true });
  const lock = path.join(cacheFolder, 'lock');
  let isReported = false;
  while (!take(lock)) {
    if (!isReported) console.error(`Waiting for another set-up to end (process ${holder(lock)}) …`);
    isReported = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  try {
    await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function take(lock) {
  const by = holder(lock);
  if (by && !isAlive(by)) fs.rmSync(lock, { force: true });
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} lock */
function holder(lock) {
  try {
    return Number(fs.readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
