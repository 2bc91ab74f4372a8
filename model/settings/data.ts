/** The settings of the pictures: how the network sees a folder of images. */
import type { Check, Knob, ValuesOf } from './knob';

export const dataKnobs = {
  size: {
    kind: 'integer',
    label: 'Size',
    default: 16,
    min: 8,
    max: 64,
    unit: 'px',
    meaning: 'Side of the square pictures that the network sees; the cost grows with its square.',
  },
  levels: {
    kind: 'integer',
    label: 'Levels',
    default: 4,
    min: 2,
    max: 256,
    unit: 'levels',
    meaning: 'Number of values that a pixel or colour may take; fewer learn faster, more look smoother.',
  },
  colour: {
    kind: 'choice',
    label: 'Colour',
    default: 'grey',
    options: { grey: 'Grey', rgb: 'RGB', palette: 'Palette' },
    meaning:
      'Brightness alone; red, green and blue in turn; or a palette of as many colours as levels, chosen from the images.',
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
    meaning: 'How an image that is not square becomes square: cut the sides, add margins, or squeeze.',
  },
  background: {
    kind: 'colour',
    label: 'Background',
    default: '#000000',
    meaning: 'Colour behind transparent pixels and of the margins.',
  },
  validationShare: {
    kind: 'number',
    label: 'Validation share',
    default: 0.1,
    min: 0,
    max: 0.5,
    unit: 'of images',
    meaning: 'Share of the images not used for training, to see whether the network learns or memorises.',
  },
} as const satisfies Record<string, Knob>;

export type DataSettings = ValuesOf<typeof dataKnobs>;

/**
 * The settings that determine how an image file is decoded: the page sends them when it reads a folder, they are the keys
 * of caches of decoded images, and runs must share them for their losses to be comparable.
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
