/** Makes writes survive a loss of power. Plain Node, no call that the oldest Electron lacks. */
import fs from 'fs';

/** Syncs the bytes of a file, if it exists. */
export function syncFile(file: string): void {
  if (fs.existsSync(file)) sync(file, 'r+');
}

/** Syncs the names in a folder after a file was made, renamed or removed there. Windows does this by itself. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}

function sync(place: string, flags: string): void {
  const handle = fs.openSync(place, flags);
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
