import path from 'path';
import { codeOf, makeFolder } from '../../model/files/make-folder';
import { rename } from '../../model/files/rename';
import { newNames } from './library-place';

/** The name of a trash on the disk of the runs, which libraries do not list. */
const hiddenTrash = '.trash';

/**
 * Moves a folder to the program's own trash, for systems without one.
 * @param trash where it goes
 * @param onSameDisk the folder that gets a hidden trash if the other one is on another disk
 * @returns where it went
 */
export function toOwnTrash(folder: string, trash: string, onSameDisk: string): string {
  try {
    return moveInto(trash, folder);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EXDEV') throw thrown;
    return moveInto(path.join(onSameDisk, hiddenTrash), folder);
  }
}

function moveInto(trash: string, folder: string): string {
  makeFolder(trash);
  const name = `${path.basename(folder)}-${Date.now()}`;
  const target = path.join(trash, newNames(trash, [name])[name] as string);
  rename(folder, target);
  return target;
}
