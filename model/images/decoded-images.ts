/**
 * Caches the decoded images of a folder in the user's cache folder, so that the same bytes are not decoded again. A
 * file is identified by the SHA-256 of its bytes; its size and its times of modification and change only decide
 * whether it is hashed again. There is one cache file for each folder and picture shape.
 */
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import { version } from '../../package.json';
import { StudioError } from '../errors';
import { cacheFolder, pruneCache, touchCacheFile } from '../files/cache-folder';
import { readRegularFile } from '../files/regular-file';
import { makeFolder } from '../files/make-folder';
import { pick } from '../pick';
import { writeFileWhole } from '../files/write-file';
import { pictureSettingNames } from '../settings/data';
import { decodedChannels } from './channels';
import { pathOf } from './file-names';
import {
  decodeImage,
  readWholeDigest,
  withImageFile,
  type DecodedImage,
  type PictureShape,
  type Refusal,
} from './decoding/image-codec';

/** An image as values, or why a file is not one. */
export type ReadImage = KnownImage | Refusal;
export type KnownImage = DecodedImage & { sha256: string };

/** The state of a file when it was hashed. Times are in milliseconds since 1970. */
interface HashedFile {
  size: number;
  modified: number;
  /** Unlike the time of modification, programs cannot set it. 0 where another change might go unnoticed. */
  changed: number;
  sha256: string;
}

interface Cached {
  /** By their names below the folder. */
  files: Map<string, HashedFile>;
  /** By the SHA-256 of the file. */
  images: Map<string, DecodedImage | Refusal>;
}

/** The limit for all cache files together; those used longest ago are removed first. */
const mostBytes = 2 ** 30;

/** The version of the cache files. */
const format = 5;

/**
 * The coarsest resolution of file times, in milliseconds: a second change within it has the same time as the first.
 */
const clockStep = 2000;

/** What the values of an image depend on; they are the same for RGB and a palette, and levels come later. */
const decodingNames = pictureSettingNames.filter((name) => name !== 'colour' && name !== 'levels');

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
    const { size, reading } = shape;
    const channels = decodedChannels(shape);
    const settings = pick(shape, decodingNames);
    const key = JSON.stringify([format, version, path.resolve(folder), settings, channels, reading]);
    this.#file = path.join(cacheFolder('images'), sha256Of(key).slice(0, 32));
    this.#dimensions = size * size * channels;
    this.#known = load(this.#file, this.#dimensions);
  }

  /**
   * Reads one image. A file that cannot be opened or decoded is tried again the next time. @param name its path below
   * the folder
   */
  async read(name: string): Promise<ReadImage> {
    const file = pathOf(this.folder, name);
    // Read before the bytes, so that a change meanwhile is noticed the next time.
    const stat = await fs.promises.stat(file).catch(() => undefined);
    const known = this.#known.files.get(name);
    if (stat && known && isUnchanged(known, stat)) {
      const image = this.#known.images.get(known.sha256);
      if (image) return this.#keep(name, known, image);
    }
    return withImageFile(file, (bytes) => this.#readNew(name, bytes, stat));
  }

  async #readNew(name: string, bytes: Buffer, stat: fs.Stats | undefined): Promise<ReadImage> {
    const sha256 = sha256Of(bytes);
    const image = this.#known.images.get(sha256) ?? (await this.#decode(bytes));
    // It may have failed for lack of time or memory, so it is not cached.
    if (!image.ok && image.reason === 'unreadable') return image;
    this.#isNew = true;
    const { size, mtimeMs, ctimeMs } = stat ?? { size: 0, mtimeMs: 0, ctimeMs: 0 };
    const changed = ctimeMs + clockStep < Date.now() ? ctimeMs : 0;
    return this.#keep(name, { size, modified: mtimeMs, changed, sha256 }, image);
  }

  /** The digest of all pixels of an image that was shrunk while it was decoded. */
  async wholeDigest(name: string): Promise<string | undefined> {
    const sha256 = this.#read.files.get(name)?.sha256 ?? '';
    const image = this.#read.images.get(sha256);
    if (!image?.ok) return undefined;
    if (image.pixels.whole !== undefined) return image.pixels.whole;
    const whole = await withImageFile(pathOf(this.folder, name), async (bytes) =>
      sha256Of(bytes) === sha256 ? readWholeDigest(bytes, this.shape) : undefined,
    );
    if (typeof whole !== 'string') return undefined;
    this.#isNew = true;
    this.#read.images.set(sha256, { ...image, pixels: { ...image.pixels, whole } });
    return whole;
  }

  /** Writes the cache if anything in it is new. Failure to write it is ignored. */
  save(): void {
    if (!this.#isNew && this.#read.files.size === this.#known.files.size) return;
    try {
      makeFolder(cacheFolder('images'));
      writeFileWhole(this.#file, packed(this.#read));
    } catch (thrown) {
      if (!(thrown instanceof StudioError)) throw thrown;
    }
    pruneCache(cacheFolder('images'), mostBytes);
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

/** The header of a cache file, which the values of its images follow. */
interface Header {
  images: { sha256: string; length: number; image: Omit<DecodedImage, 'values'> | Refusal }[];
  /** Name, size, time of modification, time of change, index of the image. */
  files: [string, number, number, number, number][];
}

/** A cache file: the SHA-256 of the rest; the length of the header in four bytes; the header as JSON; the values. */
function packed({ files, images }: Cached): Buffer {
  const indices = new Map([...images.keys()].map((sha256, index) => [sha256, index]));
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
    header.files.push([name, size, modified, changed, indices.get(sha256) as number]);
  }
  const head = Buffer.from(JSON.stringify(header), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const parts = [length, head, ...values];
  const hash = crypto.createHash('sha256');
  for (const part of parts) hash.update(part);
  return Buffer.concat([hash.digest(), ...parts]);
}

/** Reads a cache file; a missing or damaged one is empty. */
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
    for (const [name, size, modified, changed, index] of header.files) {
      const sha256 = header.images[index]?.sha256 as string;
      known.files.set(name, { size, modified, changed, sha256 });
    }
    touchCacheFile(file);
  } catch {
    // The cache is only an optimisation.
  }
  return known;
}
