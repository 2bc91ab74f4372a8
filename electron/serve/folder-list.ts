/** What the folder view shows: the folders and files of the machine that runs the program. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import { mostListed } from '../../model/limits';
import type { Listing } from './messages';

type Place = Listing['places'][number];

/**
 * Lists a folder without its hidden files, folders first, each by name.
 * @param places what the view offers beside the home folder
 * @throws Error of the system, for example without the right to read it
 */
export async function listFolder(folder: string, places: readonly Place[]): Promise<Listing> {
  const here = path.resolve(folder);
  const found = await fs.promises.readdir(here);
  const shown = found.filter((name) => !name.startsWith('.')).sort(inOrder.compare);
  const entries = await Promise.all(shown.slice(0, mostListed).map((name) => entryOf(here, name)));
  const there = entries.flatMap((entry) => entry ?? []);
  return {
    folder: here,
    path: pathTo(here),
    places: [{ name: 'Home', folder: os.homedir() }, ...places],
    entries: [...there.filter(({ isFolder }) => isFolder), ...there.filter(({ isFolder }) => !isFolder)],
    left: Math.max(0, shown.length - mostListed),
  };
}

const inOrder = new Intl.Collator('en', { numeric: true });

/** An entry; nothing for one that is neither a file nor a folder, such as a device or a broken link. */
async function entryOf(folder: string, name: string): Promise<Listing['entries'][number] | undefined> {
  const place = path.join(folder, name);
  try {
    const stat = await fs.promises.stat(place);
    if (!stat.isDirectory() && !stat.isFile()) return undefined;
    return { name, place, isFolder: stat.isDirectory(), bytes: stat.size, changed: stat.mtimeMs };
  } catch {
    return undefined;
  }
}

function pathTo(folder: string): Place[] {
  const above = path.dirname(folder);
  const name = path.basename(folder) || folder;
  return above === folder ? [{ name, folder }] : [...pathTo(above), { name, folder }];
}
