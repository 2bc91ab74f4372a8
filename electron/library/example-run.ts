/** Adds the example run, so that there is something to inspect before anything is trained. */
import fs from 'fs';
import path from 'path';
import { copyFolder } from '../../model/files/copy-folder';
import { makeFolder } from '../../model/files/make-folder';
import { removeFolder } from '../../model/files/remove-folder';
import { rename } from '../../model/files/rename';
import { readRunRecord, writeRunRecord } from '../../model/run/run-folder';
import { exampleRunId } from './run-summary';

/** The folders of the bundled run and of the images it was trained on. */
interface Bundled {
  run: string;
  images: string;
}

/**
 * Adds the run to a new library only, so that a deleted one does not come back. The images are beside the program,
 * whose folder may have changed since the last start.
 * @param isMade whether a missing library may be made
 */
export async function keepExampleRun(library: string, isMade: boolean, bundled: Bundled): Promise<void> {
  const folder = path.join(library, exampleRunId);
  if (isMade && !fs.existsSync(library)) await makeLibrary(library, bundled.run);
  if (!fs.existsSync(folder)) return;
  const record = readRunRecord(folder);
  if (!fs.existsSync(record.dataFolder)) writeRunRecord(folder, { ...record, dataFolder: bundled.images });
}

/** Makes the library with the run in it in one piece: a library without it would stay so. */
async function makeLibrary(library: string, run: string): Promise<void> {
  const half = `${library}.part`;
  removeFolder(half);
  makeFolder(half);
  await copyFolder(run, path.join(half, exampleRunId));
  rename(half, library);
}
