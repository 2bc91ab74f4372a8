import type { ErrorTexts } from './error-text';
import { shown } from './phrases';

/** The words of errors in settings, presets and arguments. */
export const inputErrors = {
  'settings-invalid': ({ problems }) => ({
    title: 'Some settings cannot be used.',
    cause: problems
      .map(
        ({ setting, value, expected }) =>
          `The setting ${setting} is ${shown(value)} but must be ${expected}.`,
      )
      .join(' '),
    remedy: 'Correct them and try again.',
  }),
  'preset-unknown': ({ preset, known }) => ({
    title: `There is no preset named “${preset}”.`,
    cause: `The presets are ${known.join(', ')}.`,
    remedy: 'Name one of them.',
  }),
  'argument-unknown': ({ argument, known }) => ({
    title: `“${argument}” is not recognised.`,
    cause: `The choices are ${known.join(', ')}.`,
    remedy: 'Run it with --help to see what they mean.',
  }),
  'argument-missing': ({ argument }) => ({
    title: `${argument} is missing.`,
    cause: 'The command requires it.',
    remedy: 'Run the command with --help to see what it takes.',
  }),
  'argument-invalid': ({ argument, value, expected }) => ({
    title: `${argument} cannot be ${shown(value)}.`,
    cause: `It must be ${expected}.`,
    remedy: 'Correct it and try again.',
  }),
} satisfies Partial<ErrorTexts>;
