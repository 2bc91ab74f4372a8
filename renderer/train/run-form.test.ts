import { expect, test } from 'vitest';
import type { Forecast } from '../../model/reports';
import { presets, type Preset } from '../../model/presets';
import type { SettingName, Settings } from '../../model/settings';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { RunForm } from './run-form.svelte';

const someForecast = (parameters: number): Forecast => ({
  trainingImages: 9,
  parameters,
  receptiveField: 9,
  stepsPerEpoch: 1,
  lastStep: 1,
  memoryBytes: { cores: 1, card: 1 },
});

test('begins with the preset a newcomer should try', () => {
  const runForm = new RunForm();
  expect(runForm.preset).toBe('tiny');
  expect(runForm.settings).toEqual(presets[0]?.settings);
  expect(runForm.changed).toBe(false);
});

test('a wrong entry says what it must be and leaves no settings; those of the pictures stay valid', () => {
  const runForm = new RunForm();
  runForm.set('filters', '33');
  expect(runForm.settings).toBeNull();
  expect(runForm.problem('filters')).toBe('even');
  expect(runForm.problem('blocks')).toBeNull();
  expect(runForm.pictures).toEqual({
    size: 16,
    levels: 4,
    colour: 'grey',
    fit: 'crop',
    background: '#000000',
  });
  runForm.set('size', '');
  expect(runForm.pictures).toBeNull();
});

test('a number as typed is the same setting', () => {
  const runForm = new RunForm();
  runForm.set('epochs', String(runForm.entries.epochs));
  expect(runForm.changed).toBe(false);
  runForm.set('epochs', '3');
  expect(runForm.changed).toBe(true);
  expect(runForm.settings?.epochs).toBe(3);
  runForm.choosePreset('notebook');
  expect(runForm.settings).toEqual(presets.find(({ name }) => name === 'notebook')?.settings);
});

test('the forecast of the newest settings wins', async () => {
  const answers = [promised<Forecast>(), promised<Forecast>()] as const;
  const waiting = [...answers];
  fakeBridge({
    trainingMemory: () => ({ freeBytes: 1, card: null }),
    forecast: () => (waiting.shift() as (typeof answers)[0]).promise,
  });
  const runForm = new RunForm();
  const { settings } = runForm;
  if (!settings) throw new Error('the preset does not parse');
  const both = [runForm.foresee('/a', settings), runForm.foresee('/a', settings)];
  answers[1].give(someForecast(2));
  answers[0].give(someForecast(1));
  await Promise.all(both);
  expect(runForm.forecast?.parameters).toBe(2);
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

function choose(runForm: RunForm, choices: Partial<Settings>) {
  for (const [name, entry] of Object.entries(choices)) runForm.set(name as SettingName, String(entry));
}

test('a preset changes nothing that was chosen about the data, until a person wants the preset’s', () => {
  const runForm = new RunForm();
  choose(runForm, onData);
  for (const { name, settings } of presets) {
    runForm.choosePreset(name);
    expect(runForm.settings).toEqual({ ...settings, ...onData });
    expect(runForm.changed).toBe(false);
  }
  expect(runForm.kept).toContainEqual({ name: 'levels', own: '8', preset: '256' });
  runForm.usePresetsData();
  expect(runForm.settings).toEqual(presets[presets.length - 1]?.settings);
  expect(runForm.kept).toEqual([]);
});

test('what only a preset had set goes with it; a choice stays though a preset between agreed with it', () => {
  const runForm = new RunForm();
  runForm.set('colour', 'rgb');
  runForm.choosePreset('gated');
  expect(runForm.settings).toMatchObject({ size: 32, levels: 256, colour: 'rgb' });
  expect(runForm.kept).toEqual([]);
  runForm.choosePreset('tiny');
  expect(runForm.settings).toMatchObject({ size: 16, levels: 4, colour: 'rgb' });
  expect(runForm.kept).toEqual([{ name: 'colour', own: 'rgb', preset: 'grey' }]);
});

test('a palette keeps its number of colours, and an entry that cannot be used is not kept', () => {
  const runForm = new RunForm();
  runForm.set('colour', 'palette');
  runForm.set('size', '7');
  runForm.choosePreset('gated');
  expect(runForm.settings).toMatchObject({ size: 32, levels: 4, colour: 'palette' });
});

test('what another run chose about its data is kept as if it were chosen by hand', () => {
  const runForm = new RunForm();
  const tiny = (presets[0] as Preset).settings;
  runForm.adopt({ ...tiny, levels: 8, filters: 8 }, 'tiny', { name: 'Digits', goneFolder: null });
  runForm.choosePreset('notebook');
  expect(runForm.settings).toMatchObject({ levels: 8, filters: 128 });
});

test('the costs of presets are computed with the chosen data', async () => {
  const bridge = fakeBridge({ forecast: () => someForecast(1) });
  const runForm = new RunForm();
  runForm.set('levels', '8');
  await runForm.weighPresets('/a');
  expect(bridge.asked.map(([, , settings]) => (settings as Settings).levels)).toEqual(presets.map(() => 8));
});

test('of epochs and steps the one given last counts', () => {
  const runForm = new RunForm();
  expect(runForm.settings?.steps).toBe(3000);
  runForm.set('epochs', '2');
  expect(runForm.settings).toMatchObject({ epochs: 2, steps: 0 });
  runForm.set('steps', '3000');
  expect(runForm.settings?.steps).toBe(3000);
  // The epochs that were given before do not count any more: all is as in the preset.
  expect(runForm.changed).toBe(false);
});
