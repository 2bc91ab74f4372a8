import { importRun } from '../training/import-run';
import type { Command } from './command';

export const importCommand: Command = {
  name: 'import',
  summary: 'Makes a run of weights that PyTorch saved, in the layout of the notebook this program grew from.',
  options: {
    from: { value: 'FILE.pt', meaning: 'what torch.save(model.state_dict(), …) wrote', isRequired: true },
    run: { value: 'DIR', meaning: 'the folder to make for the run', isRequired: true },
    set: {
      value: 'KEY=VALUE',
      meaning: 'a setting that weights do not tell, such as size=16; may be given again',
    },
  },
  run(given, output) {
    const runFolder = given.path('run');
    const { settings } = importRun({ from: given.path('from'), runFolder, set: given.pairs('set') });
    const { filters, blocks, levels, size } = settings;
    output.result(
      { run: runFolder, filters, blocks, levels, size },
      `Imported ${filters} filters, ${blocks} blocks and ${levels} levels at size ${size} into ${runFolder}`,
    );
  },
};
