import path from 'node:path';
import { StudioError } from '../errors';
import { parametersOf } from '../nets/architectures';
import { flattenWeights } from '../nets/parameters';
import { findPreset } from '../presets';
import { readRunRecord, recordInRun, type RunRecord } from '../run-folder';
import { parseSettings, unusedSettings, type Settings } from '../settings';
import { saveCheckpoint, untrained } from './checkpoint';
import { createRun } from './create-run';
import { readTorchCheckpoint } from './torch-checkpoint';
import { structureOf, weightsFromTorch, withoutWrappers, type Structure } from './torch-layout';
import { makeRunWhole } from './whole-run';

export interface ImportRequest {
  /** A `torch.save`d state_dict of the notebook's model. */
  from: string;
  runFolder: string;
  /** The run's name; that of its folder without it. */
  name?: string;
  /** Settings that weights do not tell, such as the size, by name. */
  set: Readonly<Record<string, unknown>>;
}

/**
 * Makes a run of weights that PyTorch trained: filters, blocks, levels and kernels are read from them, all else is as
 * in the preset `notebook` or as given. It can be drawn from, looked into, and trained on once a data folder is named.
 * Loads no TensorFlow.
 * @throws StudioError run-exists, folder-not-empty, file-unreadable, torch-file-unsupported, weights-mismatch, settings-invalid,
 * file-unwritable
 */
export function importRun({
  from,
  runFolder,
  name = path.basename(runFolder),
  set,
}: ImportRequest): RunRecord {
  return makeRunWhole(runFolder, (folder) => {
    const tensors = withoutWrappers(readTorchCheckpoint(from));
    const settings = completeSettings(set, structureOf(tensors));
    const weights = weightsFromTorch(tensors, settings);
    const specs = parametersOf({ settings, classNames: [], palette: [] });
    createRun(folder, { name, preset: 'notebook', settings, dataFolder: '' });
    saveCheckpoint(folder, specs, untrained(flattenWeights(specs, weights), settings));
    recordInRun(folder, 'imported', { event: 'imported', step: 0, detail: path.basename(from) });
    return readRunRecord(folder);
  });
}

function completeSettings(set: Readonly<Record<string, unknown>>, structure: Structure): Settings {
  const parsed = parseSettings({ ...set, ...structure }, findPreset('notebook')?.settings);
  const problems = parsed.ok ? unusedSettings(set, parsed.settings) : parsed.problems;
  for (const [setting, value] of Object.entries(structure)) {
    if (setting in set && Number(set[setting]) !== value) {
      problems.push({ setting, value: set[setting], expected: `${value}, as the weights are` });
    }
  }
  if (!parsed.ok || problems.length) throw new StudioError('settings-invalid', { problems });
  return parsed.settings;
}
