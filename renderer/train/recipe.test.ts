import { expect, test } from 'vitest';
import type { Forecast } from '../../model/reports';
import { presets, type Preset } from '../../model/presets';
import type { SettingName, Settings } from '../../model/settings';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { Recipe } from './recipe.svelte';

const someForecast = (parameters: number): Forecast => ({
  trainingImages: 9,
  parameters,
  receptiveField: 9,
  stepsPerEpoch: 1,
  lastStep: 1,
  memoryBytes: { cores: 1, card: 1 },
});

test('begins with the preset a newcomer should try', () => {
  const recipe = new Recipe();
  expect(recipe.preset).toBe('tiny');
  expect(recipe.settings).toEqual(presets[0]?.settings);
  expect(recipe.changed).toBe(false);
});

test('a wrong entry names what it must be and leaves no settings; the picture part stays whole', () => {
  const recipe = new Recipe();
  recipe.set('filters', '33');
  expect(recipe.settings).toBeNull();
  expect(recipe.problem('filters')).toBe('even');
  expect(recipe.problem('blocks')).toBeNull();
  expect(recipe.pictures).toEqual({
    size: 16,
    levels: 4,
    colour: 'grey',
    fit: 'crop',
    background: '#000000',
  });
  recipe.set('size', '');
  expect(recipe.pictures).toBeNull();
});

test('a number as typed is the same setting', () => {
  const recipe = new Recipe();
  recipe.set('epochs', String(recipe.entries.epochs));
  expect(recipe.changed).toBe(false);
  recipe.set('epochs', '3');
  expect(recipe.changed).toBe(true);
  expect(recipe.settings?.epochs).toBe(3);
  recipe.choosePreset('notebook');
  expect(recipe.settings).toEqual(presets.find(({ name }) => name === 'notebook')?.settings);
});

test('the forecast of the newest settings wins', async () => {
  const answers = [promised<Forecast>(), promised<Forecast>()] as const;
  const waiting = [...answers];
  fakeBridge({
    trainingMemory: () => ({ freeBytes: 1, card: null }),
    forecast: () => (waiting.shift() as (typeof answers)[0]).promise,
  });
  const recipe = new Recipe();
  const { settings } = recipe;
  if (!settings) throw new Error('the preset does not parse');
  const both = [recipe.foresee('/a', settings), recipe.foresee('/a', settings)];
  answers[1].give(someForecast(2));
  answers[0].give(someForecast(1));
  await Promise.all(both);
  expect(recipe.forecast?.parameters).toBe(2);
});

/** Every setting about the data, none as any preset has it. */
const onData = {
  size: 24,
  levels: 8,
  colour: 'rgb',
  classes: 'folders',
  fit: 'fit',
  background: '#ffffff',
  validationShare: 0.2,
} as const satisfies Partial<Settings>;

function choose(recipe: Recipe, choices: Partial<Settings>) {
  for (const [name, entry] of Object.entries(choices)) recipe.set(name as SettingName, String(entry));
}

test('a preset changes nothing that was chosen about the data, until a person wants the preset’s', () => {
  const recipe = new Recipe();
  choose(recipe, onData);
  for (const { name, settings } of presets) {
    recipe.choosePreset(name);
    expect(recipe.settings).toEqual({ ...settings, ...onData });
    expect(recipe.changed).toBe(false);
  }
  expect(recipe.kept).toContainEqual({ name: 'levels', own: '8', preset: '256' });
  recipe.usePresetsData();
  expect(recipe.settings).toEqual(presets[presets.length - 1]?.settings);
  expect(recipe.kept).toEqual([]);
});

test('what only a preset had set goes with it; a choice stays though a preset between agreed with it', () => {
  const recipe = new Recipe();
  recipe.set('colour', 'rgb');
  recipe.choosePreset('gated');
  expect(recipe.settings).toMatchObject({ size: 32, levels: 256, colour: 'rgb' });
  expect(recipe.kept).toEqual([]);
  recipe.choosePreset('tiny');
  expect(recipe.settings).toMatchObject({ size: 16, levels: 4, colour: 'rgb' });
  expect(recipe.kept).toEqual([{ name: 'colour', own: 'rgb', preset: 'grey' }]);
});

test('a palette keeps its number of colours, and an entry that cannot be used is not kept', () => {
  const recipe = new Recipe();
  recipe.set('colour', 'palette');
  recipe.set('size', '7');
  recipe.choosePreset('gated');
  expect(recipe.settings).toMatchObject({ size: 32, levels: 4, colour: 'palette' });
});

test('what another run chose about its data is kept as if it were chosen by hand', () => {
  const recipe = new Recipe();
  const tiny = (presets[0] as Preset).settings;
  recipe.adopt({ ...tiny, levels: 8, filters: 8 }, 'tiny', { name: 'Digits', goneFolder: null });
  recipe.choosePreset('notebook');
  expect(recipe.settings).toMatchObject({ levels: 8, filters: 128 });
});

test('the costs of presets are asked for the data as it was chosen', async () => {
  const bridge = fakeBridge({ forecast: () => someForecast(1) });
  const recipe = new Recipe();
  recipe.set('levels', '8');
  await recipe.weighPresets('/a');
  expect(bridge.asked.map(([, , settings]) => (settings as Settings).levels)).toEqual(presets.map(() => 8));
});

test('of epochs and steps the one given last counts', () => {
  const recipe = new Recipe();
  expect(recipe.settings?.steps).toBe(3000);
  recipe.set('epochs', '2');
  expect(recipe.settings).toMatchObject({ epochs: 2, steps: 0 });
  recipe.set('steps', '3000');
  expect(recipe.settings?.steps).toBe(3000);
  // The epochs that were given before do not count any more: all is as in the preset.
  expect(recipe.changed).toBe(false);
});
