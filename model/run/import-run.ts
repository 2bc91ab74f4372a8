import path from 'node:path';
import { parametersOf } from '../nets/model-shape';
import { readRunRecord, recordInRun, writeRunRecord, type RunRecord } from './run-folder';
import { saveCheckpoint, untrained } from './checkpoint';
import { createRun } from './create-run';
import { readModelFile } from '../weight-files/model-file';
import { makeRunWhole } from './whole-run';

export interface ImportRequest {
  /** A file that `exportRun` wrote, or a state_dict of the notebook's model. */
  from: string;
  runFolder: string;
  /** The run's name; by default that of its folder. */
  name?: string;
  /** Settings by name that the weights do not determine, such as the size. */
  set: Readonly<Record<string, unknown>>;
}

/**
 * Makes a run from weights in a file. An export of this program describes its network completely; weights that
 * PyTorch trained determine filters, blocks, levels and kernel sizes, and all other settings come from `set` and the
 * preset `notebook`. The run can be drawn from, inspected, and trained further with a data folder. Loads no
 * TensorFlow.
 * @throws StudioError run-exists, folder-not-empty, file-unreadable, file-damaged, weights-unsupported,
 * weights-mismatch, weights-not-finite, settings-invalid, file-unwritable
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
