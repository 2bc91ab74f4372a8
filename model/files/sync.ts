/** Syncs files to disk, so that they survive a loss of power. Uses no call that the oldest Electron lacks. */
import fs from 'fs';

/** Syncs the content of a file, if it exists. */
export function syncFile(file: string): void {
  if (fs.existsSync(file)) sync(file, 'r+');
}

/** Syncs a folder after a file in it was made, renamed or removed. Windows does this itself. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}

function sync(fileOrFolder: string, flags: string): void {
  const handle = fs.openSync(fileOrFolder, flags);
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
