import type { ErrorTexts } from './error-text';
import { megabytes, sentence, timeText } from './phrases';

/** The words of errors of the machine and of the program itself. */
export const programErrors = {
  'disk-full': ({ folder, freeBytes, neededBytes }) => ({
    title: 'There is not enough free space on the disk.',
    cause: `${folder} has ${megabytes(freeBytes)} free; ${megabytes(neededBytes)} are needed.`,
    remedy: 'Free some space, or keep fewer checkpoints.',
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
      ? sentence(`Its last output was: ${output}`)
      : 'It left no message; the system may have ended it because memory ran out.',
    remedy: 'Saved files are safe. Try again, and with a smaller batch or picture size if it happens again.',
  }),
  'tensorflow-missing': ({ reason }) => ({
    title: 'TensorFlow cannot be loaded.',
    cause: sentence(reason),
    remedy: 'Start the program with npm start, which restores missing files, or install it again.',
  }),
  'program-open': ({ folder, pid, host, since }) => ({
    title: 'The program is open already.',
    cause: `Process ${pid} on ${host} has used ${folder} since ${timeText(since)}, in a window or for a browser.`,
    remedy: 'Use it there or end it: in its window, or with Ctrl+C in the terminal where npm run serve runs.',
  }),
  cancelled: () => ({
    title: 'Cancelled.',
    cause: 'You asked for it to end.',
    remedy: '',
  }),
  unexpected: ({ message }) => ({
    title: 'An unexpected error occurred.',
    cause: sentence(message),
    remedy: 'Try again. If it happens again, report it with the log.',
  }),
} satisfies Partial<ErrorTexts>;
