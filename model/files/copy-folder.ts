import fs from 'fs';
import path from 'path';
import { unwritable } from './make-folder';
import { syncFile, syncFolder } from './sync';

/**
 * Copies a folder and syncs the copy. The copies can be written even where the originals, as in an installed program,
 * cannot. Plain Node, no call that the oldest Electron lacks.
 * @param to a new folder
 * @param except the name of files to leave out
 * @throws StudioError folder-gone, file-exists, file-unwritable
 */
export async function copyFolder(from: string, to: string, except?: string): Promise<void> {
  try {
    fs.mkdirSync(to);
  } catch (thrown) {
    throw unwritable(to, thrown);
  }
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target, except);
    else if (entry.name !== except) await copyFile(source, target);
  }
  syncFolder(to);
}

async function copyFile(from: string, to: string): Promise<void> {
  try {
    await fs.promises.copyFile(from, to);
    fs.chmodSync(to, 0o644);
    syncFile(to);
  } catch (thrown) {
    throw unwritable(to, thrown);
  }
}
