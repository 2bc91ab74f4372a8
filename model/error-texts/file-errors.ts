import type { ErrorTexts } from './error-text';
import { sentence } from './phrases';

/** The words of errors in reading and writing files. */
export const fileErrors = {
  'file-unreadable': ({ file, reason }) => ({
    title: `The file ${file} cannot be read.`,
    cause: sentence(reason),
    remedy: 'Check that it exists and that you may read it.',
  }),
  'file-damaged': ({ file, reason }) => ({
    title: `The file ${file} is damaged.`,
    cause: sentence(reason),
    remedy: 'Restore it from a backup, or make it again.',
  }),
  'file-newer': ({ file }) => ({
    title: `${file} was made by a newer version of the program.`,
    cause: 'This version does not know its format.',
    remedy: 'Update PixelCNN Studio and open it again.',
  }),
  'preferences-damaged': ({ file, reason }) => ({
    title: 'Some preferences could not be read, and were reset.',
    cause: `The old file is kept: ${file}. ${sentence(reason)}`,
    remedy: 'Check the settings, above all the folder of your runs.',
  }),
  'file-unwritable': ({ file, reason }) => ({
    title: `The file ${file} cannot be written.`,
    cause: sentence(reason),
    remedy: 'Check that the folder exists, that you may write there, and that the disk has free space.',
  }),
  'file-exists': ({ file }, audience) => ({
    title: `The file ${file} already exists.`,
    cause: 'It is not replaced unless you ask for it.',
    remedy: audience === 'terminal' ? 'Name another file, or add --overwrite.' : 'Choose another name.',
  }),
  'file-foreign': ({ file }) => ({
    title: `${file} was not made by this run.`,
    cause: 'The run needs to write a file of that name, and it never replaces files that it did not make.',
    remedy: 'Move the file elsewhere, then resume the run.',
  }),
  'folder-gone': ({ folder, file }) => ({
    title: `The folder ${folder} is gone.`,
    cause: `${file} could not be written. The folder was moved, renamed or deleted, or its disk was disconnected.`,
    remedy: 'Put it back and try again.',
  }),
  'place-unusable': ({ place, reason }) => ({
    title: place ? `${place} cannot be used.` : 'A file cannot be read or written.',
    cause: sentence(reason),
    remedy: 'Check that it exists, that you may use it, and that the disk has free space.',
  }),
  'temporary-unusable': ({ folder, reason }) => ({
    title: `The folder for temporary files, ${folder}, cannot be used.`,
    cause: sentence(reason),
    remedy: 'Make it usable, or name another folder in the environment variable TMPDIR (TEMP on Windows).',
  }),
} satisfies Partial<ErrorTexts>;
