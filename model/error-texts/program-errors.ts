import type { ErrorTexts } from './error-text';
import { megabytes, sentence } from './phrases';

/** The words of errors of the machine and of the program itself. */
export const programErrors = {
  'disk-full': ({ folder, freeBytes, neededBytes }) => ({
    title: 'There is not enough room on the disk.',
    cause: `${folder} has ${megabytes(freeBytes)} free; ${megabytes(neededBytes)} are needed.`,
    remedy: 'Free some room, or keep fewer checkpoints.',
  }),
  'out-of-memory': ({ neededBytes, availableBytes, batchThatFits }) => ({
    title: 'These settings need more memory than this machine has free.',
    cause: `About ${megabytes(neededBytes)} are needed and ${megabytes(availableBytes)} are free.`,
    remedy:
      batchThatFits > 0
        ? `Lower the batch size to ${batchThatFits}.`
        : 'Lower the size, the filters or the blocks.',
  }),
  'job-died': ({ job, output }) => ({
    title: `The ${job} process ended unexpectedly.`,
    cause: output
      ? sentence(`It last said: ${output}`)
      : 'It left no message; often the system ended it for want of memory.',
    remedy: 'What was saved is safe. Try again; with a smaller batch or picture size if it happens again.',
  }),
  'tensorflow-missing': ({ reason }) => ({
    title: 'TensorFlow cannot be loaded.',
    cause: sentence(reason),
    remedy: 'Start the program with npm start, which puts back what is missing, or install it again.',
  }),
  cancelled: () => ({
    title: 'Cancelled.',
    cause: 'You asked to end it.',
    remedy: '',
  }),
  unexpected: ({ message }) => ({
    title: 'Something went wrong that the program did not foresee.',
    cause: sentence(message),
    remedy: 'Try again. If it happens again, report it with the log.',
  }),
} satisfies Partial<ErrorTexts>;
