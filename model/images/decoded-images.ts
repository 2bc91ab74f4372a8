/**
 * What a folder's images came to when they were last read, kept in the user's cache folder: a file whose size and time
 * of change are the same is not decoded again. One cache file for each folder and shape of pictures.
 */
import crypto from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { version } from '../../package.json';
import { StudioError } from '../errors';
import { writeFileWhole } from '../run-folder';
import type { DecodedImage, PictureShape, Refusal } from './image-codec';

/** An image as values, or why it is none. */
export type ReadImage = (DecodedImage & { sha256: string }) | Refusal;

/** What the cache file says of one image; `sha256` is empty where it was refused. */
interface Entry {
  size: number;
  changed: number;
  sha256: string;
  reason: Refusal['reason'] | '';
  detail: string;
  notes: DecodedImage['notes'];
}

/** All cache files together; the oldest go first. */
const mostBytes = 2 ** 30;

/** Counts the ways the cache files were written so far. */
const format = 2;

export class DecodedImages {
  readonly #file: string;
  readonly #known: ReadonlyMap<string, { entry: Entry; values: Uint8Array }>;
  readonly #read = new Map<string, { entry: Entry; values: Uint8Array }>();
  #isNew = false;

  constructor(
    private readonly folder: string,
    { size, fit, background, colour, reading }: PictureShape,
  ) {
    const tone = colour === 'grey' ? 'grey' : 'colours';
    const key = JSON.stringify([format, version, path.resolve(folder), size, fit, background, tone, reading]);
    const name = crypto.createHash('sha256').update(key).digest('hex').slice(0, 32);
    this.#file = path.join(cacheFolder(), name);
    this.#known = load(this.#file, size * size * (colour === 'grey' ? 1 : 3));
  }

  /** @param file below the folder @param decode reads it if it has changed */
  async read(file: string, decode: () => Promise<ReadImage>): Promise<ReadImage> {
    const stat = await fs.promises.stat(path.join(this.folder, file)).catch(() => undefined);
    const known = this.#known.get(file);
    if (stat && known?.entry.size === stat.size && known.entry.changed === stat.mtimeMs) {
      this.#read.set(file, known);
      const { sha256, reason, detail, notes } = known.entry;
      return reason ? { ok: false, reason, detail } : { ok: true, values: known.values, sha256, notes };
    }
    const image = await decode();
    this.#isNew = true;
    if (stat) {
      const { size, mtimeMs: changed } = stat;
      const entry: Entry = { size, changed, sha256: '', reason: '', detail: '', notes: [] };
      this.#read.set(
        file,
        image.ok
          ? { entry: { ...entry, sha256: image.sha256, notes: image.notes }, values: image.values }
          : { entry: { ...entry, reason: image.reason, detail: image.detail }, values: new Uint8Array() },
      );
    }
    return image;
  }

  /** Writes what was read, if any of it is new. A cache that cannot be written is no reason to stop. */
  save(): void {
    if (!this.#isNew && this.#read.size === this.#known.size) return;
    const entries = [...this.#read].map(([file, { entry }]) => [file, entry] as const);
    const header = Buffer.from(JSON.stringify(entries), 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(header.length);
    const values = [...this.#read.values()].map((image) => image.values);
    try {
      writeFileWhole(this.#file, Buffer.concat([length, header, ...values]));
      prune();
    } catch (thrown) {
      if (!(thrown instanceof StudioError)) throw thrown;
    }
  }
}

/** Where the system keeps what can be made again. */
function cacheFolder(): string {
  const home = os.homedir();
  const places: Partial<Record<NodeJS.Platform, string>> = {
    darwin: path.join(home, 'Library', 'Caches'),
    win32: process.env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'),
  };
  const caches = process.env['XDG_CACHE_HOME'] ?? places[process.platform] ?? path.join(home, '.cache');
  return path.join(caches, 'pixelcnn-studio', 'images');
}

/** A file that is missing or damaged knows nothing. */
function load(file: string, dimensions: number): Map<string, { entry: Entry; values: Uint8Array }> {
  const known = new Map<string, { entry: Entry; values: Uint8Array }>();
  try {
    const bytes = fs.readFileSync(file);
    const begin = 4 + bytes.readUInt32LE(0);
    const entries = JSON.parse(bytes.toString('utf8', 4, begin)) as [string, Entry][];
    let at = begin;
    for (const [name, entry] of entries) {
      const end = at + (entry.reason ? 0 : dimensions);
      if (end > bytes.length) return new Map();
      known.set(name, { entry, values: bytes.subarray(at, end) });
      at = end;
    }
    fs.utimesSync(file, new Date(), new Date());
    return known;
  } catch {
    return new Map();
  }
}

/** Removes the files that were used longest ago. */
function prune(): void {
  const files = fs.readdirSync(cacheFolder()).map((name) => {
    const file = path.join(cacheFolder(), name);
    return { file, stat: fs.statSync(file) };
  });
  files.sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs);
  let total = 0;
  for (const { file, stat } of files) {
    total += stat.size;
    if (total > mostBytes) fs.rmSync(file, { force: true });
  }
}
