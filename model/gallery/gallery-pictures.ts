/** Some pictures of many galleries at once, as for a list of what was found. */
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

/** How many galleries stay decoded. */
const mostKept = 24;
/** By file, the one asked for last at the end. */
const kept = new Map<string, { stamp: number; pictures: Promise<Pictures> }>();

/** Each of the wanted pictures alone, in their order; null for one that cannot be read. */
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
    // A gallery may go to the trash at any time; one that is damaged says so when it is opened.
    if (thrown instanceof StudioError || (thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}

/** Picture `index` alone. */
function pictureAt(pictures: Pictures, index: number): Pictures {
  const size = pictures.height * pictures.width * pictures.channels;
  return { ...pictures, count: 1, pixels: pictures.pixels.slice(index * size, (index + 1) * size) };
}
