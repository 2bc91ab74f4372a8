import fs from 'fs';
import path from 'path';
import { shell } from 'electron';
import { makeFolder } from '../../model/files/make-folder';
import { trashFolder } from '../paths';

/** Moves a folder to the system's trash or, where there is none, to the program's own beside the library. */
export async function toTrash(folder: string): Promise<void> {
  try {
    if (typeof shell.trashItem === 'function') return await shell.trashItem(folder);
    // Electron 9 to 11.
    const older = shell as unknown as { moveItemToTrash(item: string): boolean };
    if (older.moveItemToTrash(folder) && !fs.existsSync(folder)) return;
  } catch {
    // The program's own trash is used instead.
  }
  makeFolder(trashFolder());
  fs.renameSync(folder, path.join(trashFolder(), `${path.basename(folder)}-${Date.now()}`));
}
