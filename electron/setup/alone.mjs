import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './places.mjs';

/**
 * Does `work` while no other set-up of this person is at work, in any clone: two at once would tread on each other's
 * unfinished files. A lock that an ended process left behind is taken over.
 * @param {() => Promise<void>} work
 */
export async function alone(work) {
  fs.mkdirSync(cacheFolder, { recursive: true });
  const lock = path.join(cacheFolder, 'lock');
  let told = false;
  while (!take(lock)) {
    if (!told) console.error(`Waiting for another set-up to end (process ${holder(lock)}) …`);
    told = true;
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
