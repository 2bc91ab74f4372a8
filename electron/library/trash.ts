import fs from 'fs';
import { shell } from 'electron';
import { trashFolder } from '../paths';
import { toOwnTrash } from './own-trash';

/**
 * Moves a folder to the system's trash or, where there is none, to the program's own.
 * @param onSameDisk the folder that gets a trash if the program's own is on another disk
 */
export async function toTrash(folder: string, onSameDisk: string): Promise<void> {
  try {
    if (typeof shell.trashItem === 'function') return await shell.trashItem(folder);
    // Electron 9 to 11.
    const older = shell as unknown as { moveItemToTrash(item: string): boolean };
    if (older.moveItemToTrash(folder) && !fs.existsSync(folder)) return;
  } catch {
    // The program's own trash is used instead.
  }
  toOwnTrash(folder, trashFolder(), onSameDisk);
}
