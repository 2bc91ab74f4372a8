import { levelChannels } from '../images/channels';
import type { LearnedPictures } from '../training/learner';
import { createNetwork } from '../nets/networks';
import { nameWeights } from '../nets/parameters';
import { findPreset } from '../presets';
import { randomValues } from '../random';
import type { TrainedRun } from '../sampling/drawing';
import type { Settings } from '../settings';
import { batchOf } from '../training/learner';
import * as tf from '@tensorflow/tfjs-node';

/** The settings of a preset. @throws RangeError for an unknown one */
export function presetSettings(name: string): Settings {
  const preset = findPreset(name);
  if (!preset) throw new RangeError(`There is no preset ${name}`);
  return preset.settings;
}

/** `count` pictures of random levels, in the form that the settings require. */
export function randomPictures(settings: Settings, count: number): LearnedPictures {
  const { size, levels } = settings;
  const channels = levelChannels(settings);
  const dice = randomValues(count * size * size * channels, 1, 0);
  return {
    pixels: Uint8Array.from(dice, (die) => Math.floor(die * levels)),
    height: size,
    width: size,
    channels,
    labels: new Uint32Array(count),
  };
}

/** A run with the initial weights of training. */
export function freshRun(settings: Settings): TrainedRun {
  const record = { settings, classNames: [], palette: [] };
  const network = createNetwork(record);
  const [levels, labels] = batchOf(randomPictures(settings, 4), Uint32Array.of(0, 1, 2, 3));
  const weights = nameWeights(network.parameters, network.initialWeights(1, levels, labels));
  tf.dispose([levels, labels]);
  return { record, weights };
}
