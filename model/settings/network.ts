/**
 * The settings of a network besides its architecture. model/nets/<name>/architecture.ts lists those that an
 * architecture uses, and its checks of them.
 */
import type { Check, Knob, ValuesOf } from './knob';

export const networkKnobs = {
  filters: {
    kind: 'integer',
    label: 'Filters',
    default: 64,
    min: 2,
    max: 512,
    unit: 'channels',
    meaning: 'Width of every layer; an even number where blocks use half of it.',
  },
  blocks: {
    kind: 'integer',
    label: 'Blocks',
    default: 5,
    min: 0,
    max: 30,
    unit: 'blocks',
    meaning:
      'Depth: number of blocks or layers at each size of the network; each lets a pixel see further and costs time.',
  },
  firstKernel: {
    kind: 'integer',
    label: 'First kernel',
    default: 7,
    min: 3,
    max: 15,
    unit: 'px',
    meaning: 'Side of the masked convolution of type A, which hides the current pixel; odd.',
  },
  kernel: {
    kind: 'integer',
    label: 'Block kernel',
    default: 3,
    min: 3,
    max: 9,
    unit: 'px',
    meaning: 'Side of the masked convolutions of type B in the blocks; odd.',
  },
  inputScaling: {
    kind: 'choice',
    label: 'Input scaling',
    default: '-1..1',
    options: { '-1..1': 'From −1 to 1', levels: 'Level numbers' },
    meaning:
      'Inputs of the first layer: values from −1 to 1, or the level numbers themselves as in the notebook.',
  },
  headFilters: {
    kind: 'integer',
    label: 'Head filters',
    default: 512,
    min: 2,
    max: 2048,
    unit: 'channels',
    meaning: 'Width of the two layers before the logits.',
  },
  mixtures: {
    kind: 'integer',
    label: 'Mixture components',
    default: 5,
    min: 1,
    max: 10,
    unit: 'logistics',
    meaning: 'Components of each predicted distribution; more can fit finer shapes. Not used with a palette.',
  },
  dropout: {
    kind: 'number',
    label: 'Dropout',
    default: 0.5,
    min: 0,
    max: 0.9,
    unit: 'of values',
    meaning: 'Share of values set to zero in training, so that the network does not memorise the images.',
  },
} as const satisfies Record<string, Knob>;

export type NetworkSettings = ValuesOf<typeof networkKnobs>;

/** Checks for every architecture, whether it uses the setting or not. */
export const networkChecks: readonly Check<NetworkSettings>[] = [
  { setting: 'firstKernel', isRight: ({ firstKernel }) => firstKernel % 2 === 1, expected: 'odd' },
  { setting: 'kernel', isRight: ({ kernel }) => kernel % 2 === 1, expected: 'odd' },
];
