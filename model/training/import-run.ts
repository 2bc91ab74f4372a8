import fs from 'node:fs';
import path from 'node:path';
import { StudioError } from '../errors';
import { parametersOf } from '../nets/architectures';
import { flattenWeights } from '../nets/parameters';
import { findPreset } from '../presets';
import { readRunRecord, recordInRun, runPaths, type RunRecord } from '../run-folder';
import { parseSettings, unusedSettings, type Settings } from '../settings';
import { saveCheckpoint, untrained } from './checkpoint';
import { createRun } from './create-run';
import { readTorchCheckpoint } from './torch-checkpoint';
import { structureOf, weightsFromTorch, withoutWrappers, type Structure } from './torch-layout';

export interface ImportRequest {
  /** A `torch.save`d state_dict of the notebook's model. */
  from: string;
  runFolder: string;
  /** Settings that weights do not tell, such as the size, by name. */
  set: Readonly<Record<string, unknown>>;
}

/**
 * Makes a run of weights that PyTorch trained: filters, blocks, levels and kernels are read from them, all else is as
 * in the preset `notebook` or as given. It can be drawn from, looked into, and trained on once a data folder is named.
 * Loads no TensorFlow.
 * @throws StudioError run-exists, file-unreadable, torch-file-unsupported, weights-mismatch, settings-invalid,
 * file-unwritable
 */
export function importRun({ from, runFolder, set }: ImportRequest): RunRecord {
  if (fs.existsSync(runPaths(runFolder).record)) throw new StudioError('run-exists', { folder: runFolder });
  const tensors = withoutWrappers(readTorchCheckpoint(from));
  const settings = completeSettings(set, structureOf(tensors));
  const weights = weightsFromTorch(tensors, settings);

  // The record comes last: without it the folder is no run, and an interrupted import can be repeated.
  const specs = parametersOf({ settings, classNames: [], palette: [] });
  saveCheckpoint(runFolder, specs, untrained(flattenWeights(specs, weights), settings));
  createRun(runFolder, { name: path.basename(runFolder), preset: 'notebook', settings, dataFolder: '' });
  recordInRun(runFolder, 'imported', { event: 'imported', step: 0, detail: path.basename(from) });
  return readRunRecord(runFolder);
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
