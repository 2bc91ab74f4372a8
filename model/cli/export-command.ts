import path from 'node:path';
import { StudioError } from '../errors';
import { packRun, runFileEnding } from '../run/run-file';
import { makeFolder, removeEmptyFolders } from '../files/make-folder';
import { readRunRecord } from '../run/run-folder';
import { exportRun } from '../run/export-run';
import { safetensorsEnding } from '../weight-files/model-file';
import type { Command } from './command';

export const exportCommand: Command = {
  name: 'export',
  summary:
    "Writes a whole run as one file, or its weights as safetensors (a plain grey network in the notebook's PyTorch layout).",
  options: {
    run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
    out: {
      value: 'FILE',
      meaning: `the file to write; its extension decides the format: ${runFileEnding} or ${safetensorsEnding}`,
      isRequired: true,
    },
    overwrite: { meaning: 'replace the file if it already exists' },
  },
  run(given, output) {
    const runFolder = given.path('run');
    const file = given.path('out');
    const isRunFile = file.endsWith(runFileEnding);
    if (!isRunFile && !file.endsWith(safetensorsEnding)) {
      const expected = `a name that ends in ${runFileEnding} or ${safetensorsEnding}`;
      throw new StudioError('argument-invalid', { argument: '--out', value: given.text('out'), expected });
    }
    readRunRecord(runFolder);
    const options = { mayReplace: given.has('overwrite') };
    const folder = path.dirname(file);
    const outermost = makeFolder(folder);
    try {
      if (isRunFile) {
        packRun(runFolder, file, options);
        output.result({ file }, `Wrote the run to ${file}`);
      } else {
        const step = exportRun(runFolder, file, options);
        output.result({ file, step }, `Wrote the weights of step ${step} to ${file}`);
      }
    } catch (thrown) {
      removeEmptyFolders(folder, outermost);
      throw thrown;
    }
  },
};
