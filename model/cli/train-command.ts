import path from 'node:path';
import { StudioError } from '../errors';
import { requireClasses } from '../images/require-classes';
import { findPreset, presets, type Preset } from '../presets';
import { parseSettings, unusedSettings, type Settings } from '../settings';
import { createRun } from '../run/create-run';
import { removeUnbegun } from '../run/unbegun-run';
import type { Arguments } from './arguments';
import type { Command } from './command';
import { settingsHelp } from './help';
import { lastStepRange, watchTraining } from './watch-training';

const defaultPreset = presets[0]?.name ?? '';

export const trainCommand: Command = {
  name: 'train',
  summary: 'Trains a new network on a folder of images.',
  options: {
    data: { value: 'DIR', meaning: 'the folder of images', isRequired: true },
    run: { value: 'DIR', meaning: 'the folder to make for the run', isRequired: true },
    preset: { value: 'NAME', meaning: `the settings to start from (${defaultPreset})` },
    set: { value: 'KEY=VALUE', meaning: 'change a setting; may be repeated' },
    steps: { value: 'N', meaning: 'the step at which the run ends; instead of --set epochs=N' },
    seed: { value: 'N', meaning: 'the seed of all random numbers' },
    classes: { meaning: 'let the network know the subfolder of each image: --set classes=folders' },
  },
  notes: settingsHelp,
  async run(given, output, terminal) {
    const preset = presetNamed(given.has('preset') ? given.text('preset') : defaultPreset);
    const settings = settingsOf(given, preset);
    const runFolder = given.path('run');
    const name = path.basename(runFolder);
    const dataFolder = given.path('data');
    await requireClasses(dataFolder, settings);
    const outermost = createRun(runFolder, { name, preset: preset.name, settings, dataFolder });
    try {
      await watchTraining({ runFolder, resume: false }, output, terminal);
    } finally {
      removeUnbegun(runFolder, outermost);
    }
  },
};

/** @throws StudioError preset-unknown */
function presetNamed(name: string): Preset {
  const preset = findPreset(name);
  if (preset) return preset;
  throw new StudioError('preset-unknown', { preset: name, known: presets.map((known) => known.name) });
}

/** @throws StudioError settings-invalid, argument-invalid */
function settingsOf(given: Arguments, preset: Preset): Settings {
  const set = given.pairs('set');
  if (given.has('seed')) set['seed'] = given.text('seed');
  if (given.has('classes')) set['classes'] = 'folders';
  if (given.has('steps')) set['steps'] = String(given.number('steps', lastStepRange));
  const parsed = parseSettings(withOneLength(set), preset.settings);
  const problems = parsed.ok ? unusedSettings(set, parsed.settings) : parsed.problems;
  if (!parsed.ok || problems.length) throw new StudioError('settings-invalid', { problems });
  return parsed.settings;
}

/**
 * Lets given epochs override the steps of the preset.
 * @throws StudioError settings-invalid where steps are given as well
 */
function withOneLength(set: Record<string, string>): Record<string, string> {
  const { epochs, steps = '0' } = set;
  if (epochs === undefined) return set;
  if (Number(steps) === 0) return { ...set, steps: '0' };
  const expected = `left out when steps are given (${steps}): only one of them counts`;
  throw new StudioError('settings-invalid', { problems: [{ setting: 'epochs', value: epochs, expected }] });
}
