/** Which file an address of the page's scheme means: a file of the page, or a sample sheet of a run; nothing else. */
import path from 'path';
import { readRegularFile } from '../../model/files/regular-file';
import { mostSampleBytes } from '../../model/limits';
import { wholePng } from './whole-png';

/** What the page's own files are. */
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

interface Served {
  mimeType: string;
  data: Buffer;
}

/**
 * The file at an address; null if there is none that may be served. Sample sheets have the addresses
 * /samples/<run>/<step>.png, and only whole PNG files are served as such.
 * @param pageFolder the folder of the page's files
 * @param library the folder of the runs
 */
export function servedFile(address: string, pageFolder: string, library: string): Served | null {
  try {
    const pathname = decodeURIComponent(new URL(address).pathname);
    const [, run, step] = /^\/samples\/([A-Za-z0-9][A-Za-z0-9._-]*)\/(\d+)\.png$/.exec(pathname) ?? [];
    if (run !== undefined) {
      const sheet = path.join(library, run, 'samples', `${step}.png`);
      const data = wholePng(readRegularFile(sheet, mostSampleBytes));
      return data && { mimeType: 'image/png', data };
    }
    const file = path.join(pageFolder, pathname);
    const mimeType = types[path.extname(file)];
    if (!mimeType || !file.startsWith(pageFolder + path.sep)) return null;
    return { mimeType, data: readRegularFile(file) };
  } catch {
    // A malformed address, or no such file.
    return null;
  }
}
