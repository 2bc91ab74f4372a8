import { StudioError } from '../errors';
import { readRunRecord } from '../run/run-folder';
import { knobs } from '../settings';
import type { Command } from './command';
import { lastStepRange, watchTraining } from './watch-training';

const stepRange = { min: 0, max: knobs.steps.max, isWhole: true };

export const resumeCommand: Command = {
  name: 'resume',
  summary: 'Continues a run from its last checkpoint, or from an earlier one.',
  options: {
    run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
    steps: { value: 'N', meaning: 'the step at which the run ends, counted from its beginning' },
    checkpoint: { value: 'STEP', meaning: 'the step of an earlier checkpoint to go back to' },
    data: { value: 'DIR', meaning: 'the folder of the images, if it has moved' },
    'accept-changed-data': { meaning: 'continue although the images have changed since the run started' },
  },
  async run(given, output, terminal) {
    const runFolder = given.path('run');
    // An imported run has no images yet.
    if (!readRunRecord(runFolder).dataFolder && !given.has('data')) {
      throw new StudioError('argument-missing', { argument: '--data' });
    }
    await watchTraining(
      {
        runFolder,
        resume: true,
        ...(given.has('steps') && {
          steps: given.number('steps', lastStepRange),
        }),
        ...(given.has('checkpoint') && { checkpoint: given.number('checkpoint', stepRange) }),
        ...(given.has('data') && { dataFolder: given.path('data') }),
        acceptChangedData: given.has('accept-changed-data'),
      },
      output,
      terminal,
    );
  },
};
