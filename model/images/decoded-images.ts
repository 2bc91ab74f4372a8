/**
 * What a folder's images came to when they were last read, kept in the user's cache folder: the same bytes are not
 * decoded again. A file is known by the SHA-256 of its bytes; its size and its times of modification and of change
 * only decide whether it is hashed again. One cache file for each folder and shape of pictures.
 */
import crypto from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { version } from '../../package.json';
import { StudioError } from '../errors';
import { readRegularFile } from '../files/regular-file';
import { makeFolder } from '../files/make-folder';
import { writeFileWhole } from '../run/run-folder';
import { pathOf } from './file-names';
import {
  decodeImage,
  readImageFile,
  readWholeDigest,
  type DecodedImage,
  type PictureShape,
  type Refusal,
} from './decoding/image-codec';

/** An image as values, or why it is none. */
export type ReadImage = KnownImage | Refusal;
export type KnownImage = DecodedImage & { sha256: string };

/** A file as it was when it was hashed. Times are in milliseconds since 1970. */
interface HashedFile {
  size: number;
  modified: number;
  /** Unlike the time of modification, no program can set it. 0 where a further change might go unseen. */
  changed: number;
  sha256: string;
}

interface Cached {
  /** By their names below the folder. */
  files: Map<string, HashedFile>;
  /** By the SHA-256 of the file. */
  images: Map<string, DecodedImage | Refusal>;
}

/** All cache files together; the oldest go first. */
const mostBytes = 2 ** 30;

/** Counts the ways the cache files were written so far. */
const format = 5;

/** The coarsest step in which file systems keep times: a second change within it has the same time as the first. */
const clockStep = 2000;

export class DecodedImages {
  readonly #file: string;
  readonly #dimensions: number;
  readonly #known: Cached;
  readonly #read: Cached = { files: new Map(), images: new Map() };
  #isNew = false;

  constructor(
    private readonly folder: string,
    private readonly shape: PictureShape,
  ) {
    const { size, fit, background, colour, reading } = shape;
    const tone = colour === 'grey' ? 'grey' : 'colours';
    const key = JSON.stringify([format, version, path.resolve(folder), size, fit, background, tone, reading]);
    this.#file = path.join(cacheFolder(), sha256Of(key).slice(0, 32));
    this.#dimensions = size * size * (colour === 'grey' ? 1 : 3);
    this.#known = load(this.#file, this.#dimensions);
  }

  /** @param name of the file below the folder; one that cannot be opened or decoded is tried again the next time */
  async read(name: string): Promise<ReadImage> {
    const place = pathOf(this.folder, name);
    // Before the bytes, so that a change while they are read shows the next time.
    const stat = await fs.promises.stat(place).catch(() => undefined);
    const known = this.#known.files.get(name);
    if (stat && known && isUnchanged(known, stat)) {
      const image = this.#known.images.get(known.sha256);
      if (image) return this.#keep(name, known, image);
    }
    const read = await readImageFile(place);
    if (!read.ok) return read;
    const sha256 = sha256Of(read.bytes);
    const image = this.#known.images.get(sha256) ?? (await this.#decode(read.bytes));
    // It may have been for want of time or memory.
    if (!image.ok && image.reason === 'unreadable') return image;
    this.#isNew = true;
    const { size, mtimeMs, ctimeMs } = stat ?? { size: 0, mtimeMs: 0, ctimeMs: 0 };
    const changed = ctimeMs + clockStep < Date.now() ? ctimeMs : 0;
    return this.#keep(name, { size, modified: mtimeMs, changed, sha256 }, image);
  }

  /** The digest of all pixels of an image that was read, though decoding it has shrunk it. */
  async wholeDigest(name: string): Promise<string | undefined> {
    const sha256 = this.#read.files.get(name)?.sha256 ?? '';
    const image = this.#read.images.get(sha256);
    if (!image?.ok) return undefined;
    if (image.pixels.whole !== undefined) return image.pixels.whole;
    const read = await readImageFile(pathOf(this.folder, name));
    if (!read.ok || sha256Of(read.bytes) !== sha256) return undefined;
    const whole = await readWholeDigest(read.bytes, this.shape);
    if (whole === undefined) return undefined;
    this.#isNew = true;
    this.#read.images.set(sha256, { ...image, pixels: { ...image.pixels, whole } });
    return whole;
  }

  /** Writes what was read, if any of it is new. A cache that cannot be written is no reason to stop. */
  save(): void {
    if (!this.#isNew && this.#read.files.size === this.#known.files.size) return;
    try {
      makeFolder(cacheFolder());
      writeFileWhole(this.#file, packed(this.#read));
    } catch (thrown) {
      if (!(thrown instanceof StudioError)) throw thrown;
    }
    prune();
  }

  async #decode(bytes: Buffer): Promise<DecodedImage | Refusal> {
    const image = await decodeImage(bytes, this.shape);
    if (!image.ok || image.values.length === this.#dimensions) return image;
    const detail = `decoded to ${image.values.length} values instead of ${this.#dimensions}`;
    return { ok: false, reason: 'unreadable', detail };
  }

  #keep(name: string, file: HashedFile, image: DecodedImage | Refusal): ReadImage {
    this.#read.files.set(name, file);
    this.#read.images.set(file.sha256, image);
    return image.ok ? { ...image, sha256: file.sha256 } : image;
  }
}

function isUnchanged({ size, modified, changed }: HashedFile, stat: fs.Stats): boolean {
  return size === stat.size && modified === stat.mtimeMs && changed === stat.ctimeMs;
}

function sha256Of(data: string | Uint8Array): string {
  return crypto.createHash('sha256').update(data).digest('hex');
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

/** What a cache file says before the values of its images, which follow one after another. */
interface Header {
  images: { sha256: string; length: number; image: Omit<DecodedImage, 'values'> | Refusal }[];
  /** Name, size, time of modification, time of change, place among the images. */
  files: [string, number, number, number, number][];
}

/** The SHA-256 of all that follows; the length of the header, as JSON, in four bytes; the header; the values. */
function packed({ files, images }: Cached): Buffer {
  const places = new Map([...images.keys()].map((sha256, place) => [sha256, place]));
  const header: Header = { images: [], files: [] };
  const values: Uint8Array[] = [];
  for (const [sha256, image] of images) {
    if (image.ok) {
      const { values: own, ...rest } = image;
      header.images.push({ sha256, length: own.length, image: rest });
      values.push(own);
    } else header.images.push({ sha256, length: 0, image });
  }
  for (const [name, { size, modified, changed, sha256 }] of files) {
    header.files.push([name, size, modified, changed, places.get(sha256) as number]);
  }
  const head = Buffer.from(JSON.stringify(header), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const parts = [length, head, ...values];
  const hash = crypto.createHash('sha256');
  for (const part of parts) hash.update(part);
  return Buffer.concat([hash.digest(), ...parts]);
}

/** A file that is missing or damaged knows nothing. */
function load(file: string, dimensions: number): Cached {
  const known: Cached = { files: new Map(), images: new Map() };
  try {
    const bytes = readRegularFile(file);
    const body = bytes.subarray(32);
    if (!crypto.createHash('sha256').update(body).digest().equals(bytes.subarray(0, 32))) return known;
    let at = 4 + body.readUInt32LE(0);
    const header = JSON.parse(body.toString('utf8', 4, at)) as Header;
    if (header.images.some(({ image, length }) => length !== (image.ok ? dimensions : 0))) return known;
    for (const { sha256, length, image } of header.images) {
      known.images.set(sha256, image.ok ? { ...image, values: body.subarray(at, at + length) } : image);
      at += length;
    }
    for (const [name, size, modified, changed, place] of header.files) {
      const sha256 = header.images[place]?.sha256 as string;
      known.files.set(name, { size, modified, changed, sha256 });
    }
    // Says when it was last used; whether that can be written does not matter.
    fs.utimes(file, new Date(), new Date(), () => undefined);
  } catch {
    // As it is.
  }
  return known;
}

/** Removes the files that were used longest ago. Others may do so at the same time. */
function prune(): void {
  const folder = cacheFolder();
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
    // A file too many is no reason to stop.
  }
}
