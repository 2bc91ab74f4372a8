import path from 'node:path';
import { parametersOf } from '../nets/model-shape';
import { readRunRecord, recordInRun, writeRunRecord, type RunRecord } from './run-folder';
import { saveCheckpoint, untrained } from './checkpoint';
import { createRun } from './create-run';
import { readModelFile } from '../weight-files/model-file';
import { makeRunWhole } from './whole-run';

export interface ImportRequest {
  /** What `exportRun` wrote, or a state_dict of the notebook's model. */
  from: string;
  runFolder: string;
  /** The run's name; that of its folder without it. */
  name?: string;
  /** Settings that weights do not tell, such as the size, by name. */
  set: Readonly<Record<string, unknown>>;
}

/**
 * Makes a run of weights in a file. What this program exported says all of its network; of weights that PyTorch trained
 * filters, blocks, levels and kernels are read, and all else is as in the preset `notebook` or as given. The run can be
 * drawn from, looked into, and trained on once a data folder is named. Loads no TensorFlow.
 * @throws StudioError run-exists, folder-not-empty, file-unreadable, file-damaged, weights-unsupported, weights-mismatch,
 * weights-not-finite, settings-invalid, file-unwritable
 */
export function importRun({
  from,
  runFolder,
  name = path.basename(runFolder),
  set,
}: ImportRequest): RunRecord {
  return makeRunWhole(runFolder, (folder) => {
    const { weights, preset, ...description } = readModelFile(from, set);
    const { settings } = description;
    createRun(folder, { name, preset, settings, dataFolder: '' });
    writeRunRecord(folder, { ...readRunRecord(folder), ...description });
    saveCheckpoint(folder, parametersOf(description), untrained(weights, settings));
    recordInRun(folder, 'imported', { event: 'imported', step: 0, detail: path.basename(from) });
    return readRunRecord(folder);
  });
}
