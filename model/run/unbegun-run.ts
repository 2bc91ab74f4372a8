import fs from 'node:fs';
import { removeEmptyFolders } from '../files/make-folder';
import { runPaths } from './run-folder';
import { ownCheckpoints, removeCheckpoint } from './own-files';
import { removeSamplesAfter } from './samples';

/**
 * Removes what `createRun` and a training wrote that ended before its first checkpoint was complete, so that the same
 * run can be started again. Other files in the folder stay.
 * @param outermost the folder that `createRun` returned
 */
export function removeUnbegun(runFolder: string, outermost: string | undefined): void {
  const { record, metrics, samples, checkpoints, last } = runPaths(runFolder);
  if (!fs.existsSync(record) || fs.existsSync(last)) return;
  removeSamplesAfter(runFolder, -1);
  for (const step of ownCheckpoints(runFolder, () => true)) removeCheckpoint(runFolder, step);
  for (const folder of [samples, checkpoints]) removeEmptyFolders(folder, folder);
  for (const file of [metrics, record]) fs.rmSync(file, { force: true });
  removeEmptyFolders(runFolder, outermost);
}
