/** The settings about the pictures: how a folder of images becomes what the network sees. */
import type { Check, Knob, ValuesOf } from './knob';

export const dataKnobs = {
  size: {
    kind: 'integer',
    label: 'Size',
    default: 16,
    min: 8,
    max: 64,
    unit: 'px',
    meaning: 'Side of the square pictures the network sees; cost grows with its square.',
  },
  levels: {
    kind: 'integer',
    label: 'Levels',
    default: 4,
    min: 2,
    max: 256,
    unit: 'levels',
    meaning: 'Values each pixel and colour may take; fewer learn faster, more look smoother.',
  },
  colour: {
    kind: 'choice',
    label: 'Colour',
    default: 'grey',
    options: { grey: 'Grey', rgb: 'RGB', palette: 'Palette' },
    meaning:
      "Brightness alone; red, green and blue in turn; or as many colours as levels, picked from the images' own.",
  },
  classes: {
    kind: 'choice',
    label: 'Classes',
    default: 'ignored',
    options: { ignored: 'Ignored', folders: 'From subfolders' },
    meaning:
      'Whether the network learns which subfolder an image is in, so that it can draw one class at a time.',
  },
  fit: {
    kind: 'choice',
    label: 'Fit',
    default: 'crop',
    options: { crop: 'Cut the sides', fit: 'Add margins', stretch: 'Squeeze' },
    meaning: 'How a picture that is not square becomes square: cut the sides, add margins, or squeeze.',
  },
  background: {
    kind: 'colour',
    label: 'Background',
    default: '#000000',
    meaning: 'Laid under transparent pixels and used for margins.',
  },
  validationShare: {
    kind: 'number',
    label: 'Validation share',
    default: 0.1,
    min: 0,
    max: 0.5,
    unit: 'of images',
    meaning: 'Part of the images kept from training, to see whether the network learns or memorises.',
  },
} as const satisfies Record<string, Knob>;

export type DataSettings = ValuesOf<typeof dataKnobs>;

/**
 * The settings that decide how an image file becomes what the network sees: what the page asks for when it reads a folder,
 * what caches of decoded images are kept by, and what runs must share for their losses to compare.
 */
export const pictureSettingNames = [
  'size',
  'levels',
  'colour',
  'fit',
  'background',
] as const satisfies readonly (keyof DataSettings)[];
export type PictureSettings = Pick<DataSettings, (typeof pictureSettingNames)[number]>;

export const dataChecks: readonly Check<DataSettings>[] = [
  {
    setting: 'levels',
    isRight: ({ colour, levels }) => colour !== 'palette' || (levels >= 4 && levels <= 32),
    expected: 'from 4 to 32 colours with a palette',
  },
];
