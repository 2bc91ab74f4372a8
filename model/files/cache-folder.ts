/** Files in the user's cache folder: whatever is there can be made again, so failures to write or remove it are ignored. */
import fs from 'fs';
import os from 'os';
import path from 'path';

/** The folder for one kind of cache files in the system's cache folder. */
export function cacheFolder(kind: 'images' | 'losses'): string {
  const home = os.homedir();
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: path.join(home, 'Library', 'Caches'),
    win32: process.env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'),
  };
  const caches = process.env['XDG_CACHE_HOME'] ?? folders[process.platform] ?? path.join(home, '.cache');
  return path.join(caches, 'pixelcnn-studio', kind);
}

/** Records that a cache file was used. */
export function touchCacheFile(file: string): void {
  fs.utimes(file, new Date(), new Date(), () => undefined);
}

/** Removes the files used longest ago. Other processes may do so at the same time. */
export function pruneCache(folder: string, mostBytes: number): void {
  try {
    const found = fs.readdirSync(folder).flatMap((name) => {
      const file = path.join(folder, name);
      const stat = fs.statSync(file, { throwIfNoEntry: false });
      return stat ? [{ file, size: stat.size, used: stat.mtimeMs }] : [];
    });
    let total = 0;
    for (const { file, size } of found.sort((a, b) => b.used - a.used)) {
      total += size;
      if (total > mostBytes) fs.rmSync(file, { force: true });
    }
  } catch {
    // Some files may remain; the next save tries again.
  }
}
