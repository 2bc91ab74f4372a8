/**
 * Reads models from files: weights that this program exported, with a full description of their network, and weights
 * of the notebook's model that PyTorch saved, from which only its structure is known. No TensorFlow here.
 */
import * as v from 'valibot';
import { StudioError } from '../errors';
import { currentReading, type ReadingRules } from '../images/reading-rules';
import { parseJson, requireSchema } from '../files/json-file';
import type { ModelDescription } from '../nets/model-description';
import { parametersOf } from '../nets/model-shape';
import { flattenWeights } from '../nets/parameters';
import { findPreset } from '../presets';
import { settingsSchema } from '../files/record-parts';
import {
  groupOf,
  parseSettings,
  settingNames,
  unusedSettings,
  type SettingName,
  type SettingProblem,
  type Settings,
} from '../settings';
import { flatTensors } from './named-tensors';
import { readSafetensors, type StoredTensor } from './safetensors';
import { readTorchCheckpoint, type TorchTensor } from './torch-checkpoint';
import { structureOf, weightsFromTorch, withoutWrappers } from './torch-layout';

export const safetensorsEnding = '.safetensors';

export interface ModelInFile extends ModelDescription {
  reading: ReadingRules;
  /** In the network's order. */
  weights: Float32Array;
  /** The preset that the settings come from; empty for an exported run. */
  preset: string;
}

/** The metadata that `exportRun` writes with the weights, each as text. */
const exported = v.object({
  format: v.picklist(['pt', 'pixelcnn-studio']),
  run: v.string(),
  settings: settingsSchema,
  classes: v.array(v.string()),
  palette: v.array(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/, 'a colour as #rrggbb'))),
  // Exports made before the second reading rules do not name the first.
  reading: v.optional(v.picklist([1, 2]), 1),
});
type Exported = v.InferOutput<typeof exported>;

/**
 * Reads a model of either kind.
 * @param set settings by name, for those that the file does not determine
 * @throws StudioError file-unreadable, file-damaged, weights-unsupported, weights-mismatch, weights-not-finite,
 * settings-invalid
 */
export function readModelFile(file: string, set: Readonly<Record<string, unknown>>): ModelInFile {
  if (!isSafetensors(file)) return ofNotebook(readTorchCheckpoint(file), set);
  const { tensors, metadata } = readSafetensors(file);
  const parsed = parseMetadata(file, metadata);
  if (!parsed) {
    // PyTorch does not use these names.
    if ([...tensors.keys()].some((name) => /\.(kernel|direction)$/.test(name))) {
      throw new StudioError('weights-unsupported', {
        file,
        reason: 'It does not describe its network',
      });
    }
    return ofNotebook(asTorch(tensors), set);
  }
  const settings = completeSettings(set, networkSettings(parsed.settings), parsed.settings);
  const { classes: classNames, palette, reading } = parsed;
  const description = { settings, classNames, palette };
  const specs = parametersOf(description);
  const weights =
    parsed.format === 'pt'
      ? flattenWeights(specs, weightsFromTorch(asTorch(tensors), settings))
      : flatTensors(specs, tensors);
  return { ...description, reading, weights, preset: '' };
}

/** The name and size of an exported model; null where the file does not say them. @throws as `readModelFile` */
export function describeModelFile(file: string): { name: string; size: number } | null {
  if (!isSafetensors(file)) return null;
  const parsed = parseMetadata(file, readSafetensors(file).metadata);
  return parsed ? { name: parsed.run, size: parsed.settings.size } : null;
}

function isSafetensors(file: string): boolean {
  return file.toLowerCase().endsWith(safetensorsEnding);
}

function ofNotebook(
  wrapped: ReadonlyMap<string, TorchTensor>,
  set: Readonly<Record<string, unknown>>,
): ModelInFile {
  const preset = 'notebook';
  const tensors = withoutWrappers(wrapped);
  const settings = completeSettings(set, structureOf(tensors), findPreset(preset)?.settings);
  const description = { settings, classNames: [], palette: [] };
  const weights = flattenWeights(parametersOf(description), weightsFromTorch(tensors, settings));
  return { ...description, reading: currentReading, weights, preset };
}

/** @returns undefined where no settings are named @throws StudioError weights-unsupported */
function parseMetadata(file: string, metadata: Readonly<Record<string, string>>): Exported | undefined {
  if (metadata['settings'] === undefined) return undefined;
  try {
    const { format, run, settings, classes = '[]', palette = '[]', reading } = metadata;
    const parsed = requireSchema(exported, {
      format,
      run,
      settings: parseJson(settings as string),
      classes: parseJson(classes),
      palette: parseJson(palette),
      ...(reading !== undefined && { reading: Number(reading) }),
    });
    const { levels, colour, classes: use } = parsed.settings;
    if (colour === 'palette' && parsed.palette.length !== levels)
      throw new Error('its palette lacks colours');
    if (use === 'folders' && !parsed.classes.length) throw new Error('it does not name its classes');
    return parsed;
  } catch (thrown) {
    const reason = `Its description of the network cannot be used: ${(thrown as Error).message}`;
    throw new StudioError('weights-unsupported', { file, reason });
  }
}

function asTorch(tensors: ReadonlyMap<string, StoredTensor>): Map<string, TorchTensor> {
  return new Map(
    [...tensors].map(([name, { shape, data }]) => [name, { shape, values: Float32Array.from(data, Number) }]),
  );
}

/** The settings that the weights depend on: with others they would describe another network. */
function networkSettings(settings: Settings): Partial<Settings> {
  const isFixed = (name: SettingName) =>
    groupOf(name) === 'network' || name === 'levels' || name === 'colour' || name === 'classes';
  return Object.fromEntries(settingNames.filter(isFixed).map((name) => [name, settings[name]]));
}

/** @param fixed the settings that the file determines @throws StudioError settings-invalid */
function completeSettings(
  set: Readonly<Record<string, unknown>>,
  fixed: Partial<Settings>,
  base: Settings | undefined,
): Settings {
  const parsed = parseSettings({ ...set, ...fixed }, base);
  const problems: SettingProblem[] = parsed.ok ? unusedSettings(set, parsed.settings) : parsed.problems;
  for (const [setting, value] of Object.entries(fixed)) {
    const given = typeof value === 'number' ? Number(set[setting]) : set[setting];
    if (setting in set && given !== value) {
      problems.push({ setting, value: set[setting], expected: `${value}, as in the file` });
    }
  }
  if (!parsed.ok || problems.length) throw new StudioError('settings-invalid', { problems });
  return parsed.settings;
}
