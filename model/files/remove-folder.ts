import fs from 'fs';
import path from 'path';

/**
 * Removes a folder, if it exists, and everything in it; a link is removed, not its target. The main process of the oldest
 * Electron has no `fs.rmSync`.
 * @throws the system's error
 */
export function removeFolder(folder: string): void {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) removeFolder(place);
    else fs.unlinkSync(place);
  }
  fs.rmdirSync(folder);
}
