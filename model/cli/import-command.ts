import { readRunRecord } from '../run/run-folder';
import { runFileEnding, unpackRun } from '../run/run-file';
import { importRun } from '../run/import-run';
import { safetensorsEnding } from '../weight-files/model-file';
import type { Command } from './command';

export const importCommand: Command = {
  name: 'import',
  summary:
    'Makes a run from a file that export wrote (a whole run or weights), or from weights that PyTorch saved in the layout of the original notebook.',
  options: {
    from: {
      value: 'FILE',
      meaning: `a run as one file, ${runFileEnding}; weights, ${safetensorsEnding}; or a file that torch.save(model.state_dict(), …) wrote`,
      isRequired: true,
    },
    run: { value: 'DIR', meaning: 'the folder to make for the run', isRequired: true },
    set: {
      value: 'KEY=VALUE',
      meaning: 'a setting that the file does not contain, such as size=16; may be repeated',
    },
  },
  run(given, output) {
    const runFolder = given.path('run');
    const from = given.path('from');
    if (from.endsWith(runFileEnding)) {
      unpackRun(from, runFolder);
      const { name, status } = readRunRecord(runFolder);
      output.result({ run: runFolder, name, status }, `Imported “${name}” into ${runFolder}`);
      return;
    }
    const { settings } = importRun({ from, runFolder, set: given.pairs('set') });
    const { filters, blocks, levels, size } = settings;
    output.result(
      { run: runFolder, filters, blocks, levels, size },
      `Imported ${filters} filters, ${blocks} blocks and ${levels} levels at size ${size} into ${runFolder}`,
    );
  },
};
