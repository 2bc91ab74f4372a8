import type { ModelDescription } from '../nets/model-description';
import { parametersOf } from '../nets/model-description';
import type { TrainedRun } from '../sampling/drawing';
import { defaultSettings, type Settings } from '../settings';
import { randomFlatWeights } from './network-proofs';
import { nameWeights } from '../nets/parameters';

/** What a run's record says of its network. With classes or a palette it has three classes or that many colours. */
export function described(changes: Partial<Settings>): ModelDescription {
  const settings = { ...defaultSettings, ...changes };
  const hex = (level: number) => ((level * 0x3b5d7) & 0xffffff).toString(16).padStart(6, '0');
  return {
    settings,
    classNames: settings.classes === 'folders' ? ['a', 'b', 'c'] : [],
    palette:
      settings.colour === 'palette' ? Array.from({ length: settings.levels }, (_, i) => `#${hex(i)}`) : [],
  };
}

/** A run with random weights in which every path through the network carries something, masked taps included. */
export function randomRun(changes: Partial<Settings>, seed = 1): TrainedRun {
  const record = described(changes);
  const parameters = parametersOf(record);
  return { record, weights: nameWeights(parameters, randomFlatWeights(parameters, seed)) };
}
