/** Reads some pictures of many galleries at once, for a list of search results. */
import fs from 'node:fs';
import { StudioError } from '../errors';
import type { Pictures } from '../events';
import { galleryPaths } from './gallery-record';
import { readSheet } from '../images/picture-sheet';

export interface WantedPicture {
  runFolder: string;
  gallery: string;
  index: number;
}

/** The number of galleries that are kept decoded. */
const mostKept = 24;
/** Decoded galleries by file, the most recently used last. */
const kept = new Map<string, { stamp: number; pictures: Promise<Pictures> }>();

/** Reads each of the wanted pictures, in order; null for one that cannot be read. */
export async function readSomePictures(wanted: readonly WantedPicture[]): Promise<(Pictures | null)[]> {
  const found: (Pictures | null)[] = [];
  for (const { runFolder, gallery, index } of wanted) {
    const all = await readKept(galleryPaths(runFolder, gallery).pictures);
    found.push(all && index < all.count ? pictureAt(all, index) : null);
  }
  return found;
}

async function readKept(file: string): Promise<Pictures | null> {
  try {
    const stamp = fs.statSync(file).mtimeMs;
    const known = kept.get(file);
    const pictures = known?.stamp === stamp ? known.pictures : readSheet(file);
    kept.delete(file);
    kept.set(file, { stamp, pictures });
    for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
    return await pictures;
  } catch (thrown) {
    // A gallery may be moved to the trash at any time; damage is reported when it is opened.
    if (thrown instanceof StudioError || (thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}

/** Returns the picture `index` alone. */
function pictureAt(pictures: Pictures, index: number): Pictures {
  const size = pictures.height * pictures.width * pictures.channels;
  return { ...pictures, count: 1, pixels: pictures.pixels.slice(index * size, (index + 1) * size) };
}
