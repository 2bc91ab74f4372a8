/** Networks and runs with random weights, large enough for every path to matter, masked ones included. */
import type * as tf from '@tensorflow/tfjs-node';
import type { Network } from '../nets/network';
import { parametersOf } from '../nets/model-shape';
import type { ModelDescription } from '../nets/model-description';
import { weightTensors } from '../nets/networks';
import {
  flatLength,
  flattenWeights,
  nameWeights,
  type ParameterSpec,
  type Weights,
} from '../nets/parameters';
import { randomValues } from '../random';
import { readRunRecord, writeRunRecord, type RunRecord } from '../run/run-folder';
import type { TrainedRun } from '../sampling/drawing';
import { defaultSettings, type Settings } from '../settings';
import { saveCheckpoint, untrained } from '../run/checkpoint';
import { createRun } from '../run/create-run';

/**
 * The description of a network with these settings; three classes if it knows classes, and a colour for each level
 * with a palette.
 */
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

export function randomRun(changes: Partial<Settings>, seed = 1): TrainedRun {
  const record = described(changes);
  return { record, weights: weightsFor(parametersOf(record), seed) };
}

/**
 * Writes such a run to disk, as if it had been trained. @param more fields of its record, such as the folder of its
 * images
 */
export function storeRandomRun(
  runFolder: string,
  changes: Partial<Settings>,
  more: Partial<RunRecord> = {},
): RunRecord {
  const description = described(changes);
  const { settings } = description;
  createRun(runFolder, { name: 'run', preset: 'tiny', settings, dataFolder: '' });
  const record = { ...readRunRecord(runFolder), ...description, ...more };
  writeRunRecord(runFolder, record);
  const specs = parametersOf(record);
  saveCheckpoint(runFolder, specs, untrained(flattenWeights(specs, weightsFor(specs, 1)), settings));
  return readRunRecord(runFolder);
}

/** Such weights as tensors, which the caller disposes. */
export function randomWeights(network: Network, seed: number): Map<string, tf.Tensor> {
  return weightTensors(network, weightsFor(network.parameters, seed));
}

function weightsFor(parameters: readonly ParameterSpec[], seed: number): Weights {
  const dice = randomValues(flatLength(parameters), seed, 0);
  const named = nameWeights(
    parameters,
    Float32Array.from(dice, (die) => 2 * die - 1),
  );
  for (const { name, shape, fanIn } of parameters) {
    const size = shape.length > 1 ? Math.sqrt(3 / fanIn) : 0.7;
    const values = named.get(name) as Float32Array;
    values.forEach((value, i) => (values[i] = value * size));
  }
  return named;
}
