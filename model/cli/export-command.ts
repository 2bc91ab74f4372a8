import { StudioError } from '../errors';
import { packRun, runFileEnding } from '../run-file';
import { exportRun } from '../training/export-run';
import type { Command } from './command';

const ending = '.safetensors';

export const exportCommand: Command = {
  name: 'export',
  summary:
    "Writes a whole run as one file, or its weights as safetensors; those of a plain grey network in the notebook's PyTorch layout.",
  options: {
    run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
    out: {
      value: 'FILE',
      meaning: `the file to write; its ending decides: ${runFileEnding} or ${ending}`,
      isRequired: true,
    },
  },
  run(given, output) {
    const file = given.path('out');
    if (file.endsWith(runFileEnding)) {
      packRun(given.path('run'), file);
      output.result({ file }, `Wrote the run to ${file}`);
      return;
    }
    if (!file.endsWith(ending)) {
      const expected = `a name that ends in ${runFileEnding} or ${ending}`;
      throw new StudioError('argument-invalid', { argument: '--out', value: given.text('out'), expected });
    }
    const step = exportRun(given.path('run'), file);
    output.result({ file, step }, `Wrote the weights of step ${step} to ${file}`);
  },
};
