import { defaultSettings, type Settings } from './settings';

export interface Preset {
  name: string;
  label: string;
  /** One line for a person: what it is for. */
  purpose: string;
  settings: Settings;
}

const preset = (name: string, label: string, purpose: string, changes: Partial<Settings>): Preset => ({
  name,
  label,
  purpose,
  settings: { ...defaultSettings, ...changes },
});

/** Named settings. `tiny` comes first: it is what a newcomer should try. */
export const presets: readonly Preset[] = [
  // Steps, not epochs: a minute whatever the folder holds. By then the loss of 1,500 digits hardly falls any more.
  preset('tiny', 'Tiny', 'Learns to draw small pictures within a minute on two cores.', {
    filters: 32,
    blocks: 6,
    learningRate: 2e-3,
    batchSize: 16,
    steps: 3000,
    evaluateEvery: 100,
    checkpointEvery: 500,
  }),
  preset('notebook', 'Notebook', 'The PixelCNN of the notebook this program grew from, to the last layer.', {
    filters: 128,
    blocks: 5,
    inputScaling: 'levels',
    learningRate: 5e-4,
    batchSize: 128,
    epochs: 10,
  }),
];

export function findPreset(name: string): Preset | undefined {
  return presets.find((candidate) => candidate.name === name);
}
