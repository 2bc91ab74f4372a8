import { defaultSettings, type Settings } from './settings';

export interface Preset {
  name: string;
  label: string;
  /** One line for a person: the purpose of the preset. */
  purpose: string;
  settings: Settings;
}

const preset = (name: string, label: string, purpose: string, changes: Partial<Settings>): Preset => ({
  name,
  label,
  purpose,
  settings: { ...defaultSettings, ...changes },
});

const colourPictures: Partial<Settings> = { size: 32, levels: 256, colour: 'rgb', firstKernel: 7, kernel: 3 };

/** From Salimans et al. 2017 (arXiv 1701.05517), section 3, and the code published with it. */
const plusPlusTraining: Partial<Settings> = {
  architecture: 'plus-plus',
  dropout: 0.5,
  learningRate: 1e-3,
  learningRateDecay: 0.999995,
  beta1: 0.95,
  beta2: 0.9995,
  averageDecay: 0.9995,
};

/** Named settings. `tiny` is first, for newcomers. */
export const presets: readonly Preset[] = [
  // Steps, not epochs, take a minute with any number of images. By then the loss of 1,500 digits hardly falls any more.
  preset('tiny', 'Tiny', 'Learns to draw small pictures within a minute on two cores.', {
    filters: 32,
    blocks: 6,
    learningRate: 2e-3,
    batchSize: 16,
    steps: 3000,
    evaluateEvery: 100,
    checkpointEvery: 500,
  }),
  preset('notebook', 'Notebook', 'The PixelCNN of the notebook this program is based on, layer for layer.', {
    filters: 128,
    blocks: 5,
    inputScaling: 'levels',
    learningRate: 5e-4,
    batchSize: 128,
    epochs: 10,
  }),
  preset('gated', 'Gated', 'Colour pictures with the Gated PixelCNN, at a size one computer can train.', {
    ...colourPictures,
    architecture: 'gated',
    filters: 120,
    blocks: 12,
    headFilters: 512,
    batchSize: 32,
  }),
  preset(
    'gated-paper',
    'Gated, as published',
    'The Gated PixelCNN at the size of its paper; needs a large GPU and days of training.',
    {
      ...colourPictures,
      architecture: 'gated',
      filters: 384,
      blocks: 20,
      kernel: 5,
      headFilters: 1024,
      batchSize: 128,
    },
  ),
  preset('plus-plus', '++', 'Colour pictures with PixelCNN++, at a size one computer can train.', {
    ...colourPictures,
    ...plusPlusTraining,
    filters: 64,
    blocks: 3,
    mixtures: 5,
    batchSize: 16,
  }),
  preset(
    'plus-plus-paper',
    '++, as published',
    'PixelCNN++ at the size of its paper; needs a large GPU and days of training.',
    {
      ...colourPictures,
      ...plusPlusTraining,
      filters: 160,
      blocks: 5,
      mixtures: 10,
      batchSize: 16,
    },
  ),
];

export function findPreset(name: string): Preset | undefined {
  return presets.find((candidate) => candidate.name === name);
}
