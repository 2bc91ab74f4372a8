import type { ErrorTexts } from './error-text';
import { megabytes, named, sentence, timeText } from './phrases';

/** The words of errors in a run, its folder and the library. */
export const runErrors = {
  'run-exists': ({ folder }) => ({
    title: `${folder} already holds a run.`,
    cause: 'A run never overwrites another.',
    remedy: 'Name another folder, or resume this run.',
  }),
  'folder-not-empty': ({ folder, names }) => ({
    title: `The folder ${folder} already contains other files.`,
    cause: `A new run needs a folder of its own, and this one holds ${names.join(', ')}.`,
    remedy: 'Name a new folder, or an empty one. Nothing was changed.',
  }),
  'run-missing': ({ folder }) => ({
    title: `${folder} holds no run.`,
    cause: 'It has no run.json.',
    remedy: 'Check the folder, or train a run there first.',
  }),
  'run-damaged': ({ folder, file, reason }) => ({
    title: `The run in ${folder} is damaged.`,
    cause: `The damaged file is ${file}. ${sentence(reason)}`,
    remedy: 'Restore the file from a backup, or start a new run.',
  }),
  'run-busy': ({ run }) => ({
    title: `Another run, “${run}”, is being trained.`,
    cause: 'Only one run can be trained at a time.',
    remedy: 'Stop it, or wait until it ends.',
  }),
  'run-training': () => ({
    title: 'This run is being trained.',
    cause: 'Its files change until training ends.',
    remedy: 'Stop it, or wait until it ends, and try again.',
  }),
  'run-locked': ({ folder, pid, host, since }) => ({
    title: `Another process is training the run in ${folder}.`,
    cause: `It is process ${pid} on ${host}, since ${timeText(since)}.`,
    remedy: 'Stop it there, or wait until it ends.',
  }),
  'run-taken-over': ({ folder }) => ({
    title: `Another process took over the run in ${folder}.`,
    cause: 'This one did not respond for too long, perhaps because the computer was asleep.',
    remedy: 'Nothing more was written. Resume the run if it is not finished.',
  }),
  'library-busy': ({ folder }) => ({
    title: 'The runs cannot move to another folder now.',
    cause: `Something is being trained, drawn or imported, and its files are written to ${folder}.`,
    remedy: 'Stop it, or wait until it ends.',
  }),
  'library-moving': ({ folder }) => ({
    title: 'The runs are moving to another folder.',
    cause: `A change in ${folder} would be lost.`,
    remedy: 'Wait until they have moved.',
  }),
  'library-move-cut': ({ from, to, isDone }) => ({
    title: `Moving the runs to ${to} was interrupted, and ${isDone ? 'is finished now' : 'was taken back'}.`,
    cause: 'The program ended before they had moved.',
    remedy: isDone ? `All runs are in ${to}.` : `All runs are in ${from}. Move them again if you like.`,
  }),
  'library-move-open': ({ from, to, reason }) => ({
    title: `The runs could not move to ${to}, and some may still be there.`,
    cause: sentence(reason),
    remedy: `Check that both disks are connected and writable, and start the program again: it brings the runs back to ${from}.`,
  }),
  'originals-left': ({ folder, runs, reason }) => ({
    title: `The runs have moved, but some of their originals are still in ${folder}.`,
    cause: `${sentence(reason)} ${named('They are', runs)}.`,
    remedy: 'Move these folders to the trash yourself.',
  }),
  'run-too-large': ({ folder, bytes, files, mostBytes, mostFiles }) => ({
    title: 'The run is too large for one file.',
    cause: `It takes ${megabytes(bytes)} in ${files} files; one file holds up to ${megabytes(mostBytes)} in ${mostFiles}.`,
    remedy: `Copy its folder into another run library instead: ${folder}.`,
  }),
  'run-finished': ({ folder, step }, audience) => ({
    title: `The run in ${folder} is finished.`,
    cause: `It reached its last step, ${step}.`,
    remedy:
      audience === 'terminal'
        ? 'Resume it with a larger number of steps: resume --steps.'
        : 'To train for longer, choose “Duplicate with changes” on the Runs page and give it more steps.',
  }),
} satisfies Partial<ErrorTexts>;
