/** The run that comes with the program, so that there is something to look into before anything was trained. */
import fs from 'fs';
import path from 'path';
import { readRunRecord, writeRunRecord } from '../../model/run/run-folder';
import { copyWhole } from './library-place';
import { exampleRunId } from './run-summary';

/** What comes with the program: a run's folder, and the images that it learnt from. */
interface Bundled {
  run: string;
  images: string;
}

/**
 * Puts the run into a library that is made by this: whoever deletes it has seen it. The images lie where the program does,
 * which may be elsewhere than at the last start.
 * @param isMade whether a library that is not there is to be made
 */
export async function keepExampleRun(library: string, isMade: boolean, bundled: Bundled): Promise<void> {
  const folder = path.join(library, exampleRunId);
  if (isMade && !fs.existsSync(library)) await copyWhole(bundled.run, folder);
  if (!fs.existsSync(folder)) return;
  const record = readRunRecord(folder);
  if (!fs.existsSync(record.dataFolder)) writeRunRecord(folder, { ...record, dataFolder: bundled.images });
}
