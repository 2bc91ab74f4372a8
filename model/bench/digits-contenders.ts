import { defaultSettings, type Settings } from '../settings';

export interface Contender {
  /** The name of the run's folder and of the pictures. */
  name: string;
  label: string;
  settings: Settings;
}

/** Settings that all three share; the steps are never reached, since the time ends the training. */
const common: Partial<Settings> = {
  size: 28,
  levels: 2,
  batchSize: 16,
  validationShare: 0.03,
  steps: 10_000_000,
  averageDecay: 0.9995,
  learningRateDecay: 0.99995,
  warmUp: 100,
  evaluateEvery: 1000,
  checkpointEvery: 1000,
  sampleCount: 1,
};

const contender = (name: string, label: string, settings: Partial<Settings>): Contender => ({
  name,
  label,
  settings: { ...defaultSettings, ...common, ...settings },
});

/** Networks of similar cost: a step takes about as long in each (measured on two cores). */
export const contenders: readonly Contender[] = [
  contender('plain', 'PixelCNN', { architecture: 'plain', filters: 64, blocks: 8, learningRate: 2e-3 }),
  contender('gated', 'Gated PixelCNN', {
    architecture: 'gated',
    filters: 40,
    blocks: 6,
    headFilters: 64,
    learningRate: 1e-3,
    clipNorm: 1,
  }),
  contender('plus-plus', 'PixelCNN++', {
    architecture: 'plus-plus',
    filters: 16,
    blocks: 1,
    mixtures: 2,
    dropout: 0,
    learningRate: 1e-3,
    clipNorm: 1,
  }),
];
