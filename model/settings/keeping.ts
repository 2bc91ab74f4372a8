/** The settings of what a training run measures, draws and keeps. They do not change what it learns. */
import type { Knob } from './knob';

export const keepingKnobs = {
  evaluateEvery: {
    kind: 'integer',
    label: 'Evaluate every',
    default: 50,
    min: 1,
    max: 100000,
    unit: 'steps',
    meaning: 'How often the validation loss is measured and sample pictures are drawn.',
  },
  sampleCount: {
    kind: 'integer',
    label: 'Sample pictures',
    default: 16,
    min: 1,
    max: 64,
    unit: 'pictures',
    meaning: 'Pictures drawn at each evaluation, always with the same dice.',
  },
  checkpointEvery: {
    kind: 'integer',
    label: 'Checkpoint every',
    default: 200,
    min: 1,
    max: 100000,
    unit: 'steps',
    meaning: 'How often all that is needed to resume is written to disk.',
  },
  keepEvery: {
    kind: 'integer',
    label: 'Keep every',
    default: 0,
    min: 0,
    max: 10000000,
    unit: 'steps',
    meaning: 'Checkpoints at multiples of this are kept for good; 0 keeps only the last and the best.',
  },
} as const satisfies Record<string, Knob>;
