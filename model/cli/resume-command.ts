import { StudioError } from '../errors';
import { readRunRecord } from '../run/run-folder';
import { knobs } from '../settings';
import type { Command } from './command';
import { lastStepRange, watchTraining } from './watch-training';

const stepRange = { min: 0, max: knobs.steps.max, isWhole: true };

export const resumeCommand: Command = {
  name: 'resume',
  summary: 'Goes on with a run from its last checkpoint, or from an earlier one.',
  options: {
    run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
    steps: { value: 'N', meaning: 'the step at which the run ends, counted from its beginning' },
    checkpoint: { value: 'STEP', meaning: 'the step of an earlier checkpoint to go back to' },
    data: { value: 'DIR', meaning: 'where the images are now' },
    'accept-changed-data': { meaning: 'go on although the images are not those of the beginning' },
  },
  async run(given, output, terminal) {
    const runFolder = given.path('run');
    // An imported run has never seen images here.
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
