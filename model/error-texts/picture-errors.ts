import type { ErrorTexts } from './error-text';
import { sentence } from './phrases';

/** The words of errors in drawing, completing and inspecting pictures. */
export const pictureErrors = {
  'picture-foreign': ({ file, reason }) => ({
    title: `${file} cannot be drawn again.`,
    cause: sentence(reason),
    remedy: 'Use a single picture that this program exported with its settings inside.',
  }),
  'checkpoint-gone': ({ step, model }) => ({
    title: 'The model that drew this picture no longer exists.',
    cause: `It was step ${step} of “${model}”, and no run has these weights now.`,
    remedy:
      'Restore the run from the trash, or train it again: the same seed, data and settings give the same run.',
  }),
  'mask-unusable': ({ reason }) => ({
    title: 'This mask cannot be used.',
    cause: sentence(reason),
    remedy: 'Mark the pixels to draw on a mask of the size that the network sees.',
  }),
  'pixel-outside': ({ x, y, width, height }) => ({
    title: `There is no pixel at x ${x}, y ${y}.`,
    cause: `The picture is ${width} wide and ${height} high, and pixels are counted from 0 at the top left.`,
    remedy: 'Choose a pixel inside it.',
  }),
} satisfies Partial<ErrorTexts>;
