import fs from 'fs';
import path from 'path';
import { reasonOf, StudioError } from '../errors';
import type { SkippedFile } from '../reports';

export interface FolderListing {
  /** Files that may be pictures, as paths below the folder with `/`, sorted by code units. */
  files: string[];
  /** What is certainly no picture or cannot be reached, sorted the same way. */
  skipped: SkippedFile[];
}

/** A name may also have no ending at all: many collections name files by number or hash. */
const imageEndings = /\.(png|apng|jpe?g|jpe|jfif|webp|gif|bmp|dib|tiff?|avif)$/i;

/**
 * Lists a folder and all below it. Names with a leading dot are hidden and left out unmentioned. Links are
 * followed, after everything that is really there, and no folder is entered twice, so that loops end.
 * @throws StudioError folder-unreachable, cancelled
 */
export async function listImageFiles(folder: string, signal?: AbortSignal): Promise<FolderListing> {
  const files: string[] = [];
  const skipped: SkippedFile[] = [];
  const folders = [''];
  const links: string[] = [];
  const entered = new Set<string>();

  const place = (file: string, found: fs.Dirent | fs.Stats) => {
    if (found.isDirectory()) folders.push(file);
    else if (found.isSymbolicLink()) links.push(file);
    else if (!found.isFile()) skipped.push({ file, reason: 'not-an-image', detail: 'not a regular file' });
    else if (mayBeImage(file)) files.push(file);
    else skipped.push({ file, reason: 'not-an-image', detail: 'not the name of a picture' });
  };

  const enter = async (below: string) => {
    const real = await fs.promises.realpath(path.join(folder, below));
    if (entered.has(real)) return;
    entered.add(real);
    const entries = await fs.promises.readdir(real, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => inOrder(a.name, b.name))) {
      if (!entry.name.startsWith('.')) place(below ? `${below}/${entry.name}` : entry.name, entry);
    }
  };

  const follow = async (link: string) => place(link, await fs.promises.stat(path.join(folder, link)));

  while (folders.length || links.length) {
    if (signal?.aborted) throw new StudioError('cancelled', {});
    const below = folders.pop();
    const link = below === undefined ? links.pop() : undefined;
    try {
      await (link === undefined ? enter(below as string) : follow(link));
    } catch (thrown) {
      const file = link ?? (below as string);
      if (!file) throw new StudioError('folder-unreachable', { folder, reason: reasonOf(thrown) });
      skipped.push({ file, reason: 'unreachable', detail: reasonOf(thrown) });
    }
  }
  return { files: files.sort(inOrder), skipped: skipped.sort((a, b) => inOrder(a.file, b.file)) };
}

/** The class of a file is the first folder on its way; empty for a file that lies in no subfolder. */
export function classOfFile(file: string): string {
  return file.slice(0, Math.max(0, file.indexOf('/')));
}

/**
 * Whether a file was left out by a person: `excluded` names files by their path below the folder, and classes, of
 * which '' holds what lies in no subfolder.
 */
export function isExcluded(file: string, excluded: ReadonlySet<string>): boolean {
  return excluded.has(file) || excluded.has(classOfFile(file));
}

/** Compares by code units, which is the same in every language and on every machine. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function mayBeImage(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return imageEndings.test(name) || !name.includes('.');
}
