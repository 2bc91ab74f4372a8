import type { Audience, ErrorTexts } from './error-text';
import { sentence, stepsOf } from './phrases';

function checkpointFlag(audience: Audience): string {
  return audience === 'terminal' ? ' with resume --checkpoint' : '';
}

/** The words of errors in checkpoints, imported weights and losses that are not numbers. */
export const weightErrors = {
  'checkpoint-missing': ({ folder, step, others = [] }, audience) => {
    if (!others.length) {
      return {
        title: `The run in ${folder} has no checkpoint yet.`,
        cause: 'It ended before the first one was saved.',
        remedy: 'Train it again.',
      };
    }
    if (step !== undefined) {
      return {
        title: `The run in ${folder} has no checkpoint of step ${step}.`,
        cause: `It has those of ${stepsOf(others)}.`,
        remedy: 'Choose one of them.',
      };
    }
    return {
      title: `The run in ${folder} does not say which checkpoint is its last.`,
      cause: 'The file “last” beside its checkpoints is missing or damaged.',
      remedy: `Resume it from one of them${checkpointFlag(audience)}: it has those of ${stepsOf(others)}.`,
    };
  },
  'checkpoint-damaged': ({ step, file, reason, others }, audience) => ({
    title: `The checkpoint of step ${step} is damaged.`,
    cause: `The damaged file is ${file}. ${sentence(reason)}`,
    remedy: others.length
      ? `Go back to another checkpoint${checkpointFlag(audience)}: the run has those of ${stepsOf(others)}.`
      : 'Restore the file from a backup, or train again: the same seed, data and settings give the same run.',
  }),
  'not-a-number': ({ step, backAt }) => ({
    title: `The loss stopped being a number at step ${step}.`,
    cause: 'The weights grew without bound; usually the learning rate is too high.',
    remedy:
      backAt === null
        ? 'Nothing was saved before. Start again with a lower learning rate.'
        : `The run went back to its last good checkpoint, step ${backAt}. Resuming repeats the ` +
          'same steps and ends the same way: start a new run with a lower learning rate, a warm-up, or clipped gradients.',
  }),
  'weights-unsupported': ({ file, reason }) => ({
    title: `${file} holds no weights that this program can import.`,
    cause: sentence(reason),
    remedy:
      'Import weights that this program exported, or the state_dict of the plain PixelCNN, saved with torch.save.',
  }),
  'weights-not-finite': ({ tensor, value }) => ({
    title: 'These weights cannot be used.',
    cause: `The tensor ${tensor} holds ${value}, so the network cannot predict anything.`,
    remedy: 'Save them again from a training whose loss is still a number.',
  }),
  'weights-mismatch': ({ tensor, expected, found }) => ({
    title: 'The weights do not fit the network.',
    cause: `“${tensor}” should be ${expected} but is ${found}.`,
    remedy: 'Use weights that were saved with the same settings.',
  }),
} satisfies Partial<ErrorTexts>;
