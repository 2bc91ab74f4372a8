/** Files that were written for the person at a browser: kept in a folder of the program's until they are downloaded. */
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import { Zip, ZipPassThrough } from 'fflate';
import { mostDownloads } from '../../model/limits';

interface Download {
  /** What the person calls it. */
  name: string;
  file: string;
}

export class Downloads {
  readonly #ready = new Map<string, Download>();

  /** @param folder holds nothing else; what a killed program left in it is removed */
  constructor(private readonly folder: string) {
    this.clear();
  }

  /** A place, with nothing there, where a file or folder of this name may be written. */
  place(name: string): string {
    const own = path.join(this.folder, random());
    fs.mkdirSync(own, { recursive: true, mode: 0o700 });
    // The name itself is for the browser, which knows what its system allows.
    return path.join(own, path.basename(name) || 'file');
  }

  /**
   * Makes what was written at a place ready, a folder as a ZIP file. The oldest of too many is removed.
   * @param place from `place`; the file may have got its ending since
   * @returns its name and its address for one download; null if nothing was written
   */
  offer(place: string): { name: string; address: string } | null {
    const own = path.dirname(place);
    const [name] = fs.readdirSync(own);
    const written = path.join(own, name ?? '');
    const isFolder = fs.statSync(written).isDirectory();
    if (name === undefined || (isFolder && fs.readdirSync(written).length === 0)) {
      this.remove(place);
      return null;
    }
    const address = `/downloads/${random()}`;
    this.#ready.set(address, { name, file: isFolder ? zipped(written) : written });
    for (const oldest of [...this.#ready.keys()].slice(0, -mostDownloads)) this.take(oldest)?.remove();
    return { name, address };
  }

  /** The file at an address, which nobody gets again; null if there is none. `remove` deletes it. */
  take(address: string): (Download & { remove(): void }) | null {
    const download = this.#ready.get(address);
    if (!download) return null;
    this.#ready.delete(address);
    return { ...download, remove: () => removeParent(download.file) };
  }

  /** Removes what was written at a place. */
  remove(place: string): void {
    removeParent(place);
  }

  /** Removes all. */
  clear(): void {
    this.#ready.clear();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Packs the files of a folder. @returns the ZIP file beside it */
function zipped(folder: string): string {
  const file = `${folder}.zip`;
  const target = fs.openSync(file, 'wx', 0o600);
  try {
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      fs.writeSync(target, chunk);
    });
    for (const name of fs.readdirSync(folder).sort()) {
      // Pictures are packed already.
      const entry = new ZipPassThrough(name);
      zip.add(entry);
      entry.push(fs.readFileSync(path.join(folder, name)), true);
    }
    zip.end();
  } finally {
    fs.closeSync(target);
  }
  return file;
}

function removeParent(file: string): void {
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
}

const random = () => crypto.randomBytes(18).toString('base64url');
