import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { presets } from '../../model/presets';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { someRun } from '../testing/samples';
import SettingsForm from './SettingsForm.svelte';

function show() {
  fakeBridge({});
  const app = createAppState();
  renderWithState(app, SettingsForm, {});
  const fine = screen.getByText('Fine tuning').closest('details') as HTMLDetailsElement;
  return { app, fine };
}

const forecast = {
  trainingImages: 1500,
  parameters: 1,
  receptiveField: 9,
  stepsPerEpoch: 94,
  lastStep: 3000,
  memoryBytes: { cores: 1, card: 1 },
};

const labels = ['First kernel', 'Input scaling', 'Head filters', 'Mixture components', 'Dropout'];
const visible = () => labels.filter((label) => screen.queryByLabelText(label));

async function choose(label: string, value: string) {
  await fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

test('only the knobs that matter to the chosen architecture are shown', async () => {
  show();
  expect(visible()).toEqual(['First kernel', 'Input scaling']);
  await choose('Architecture', 'gated');
  expect(visible()).toEqual(['First kernel', 'Input scaling', 'Head filters']);
  await choose('Architecture', 'plus-plus');
  expect(visible()).toEqual(['Mixture components', 'Dropout']);
});

test('a wrong entry is shown even where it does not matter', async () => {
  const { app } = show();
  await fireEvent.input(screen.getByLabelText('First kernel'), { target: { value: '4' } });
  await choose('Architecture', 'plus-plus');
  expect(visible()).toContain('First kernel');
  app.runForm.set('firstKernel', '5');
  await expect.poll(visible).not.toContain('First kernel');
});

test('a preset that replaces changes can be undone; one that replaces none says nothing', async () => {
  const { app } = show();
  await choose('Preset', 'gated');
  expect(app.toasts.list).toEqual([]);
  await fireEvent.input(screen.getByLabelText('Seed'), { target: { value: '7' } });
  await choose('Preset', 'notebook');
  expect(app.runForm.entries.seed).not.toBe('7');
  const [toast] = app.toasts.list;
  expect(toast?.text).toBe('“Notebook” replaced your changes.');
  toast?.action?.run();
  expect(app.runForm).toMatchObject({ preset: 'gated', entries: { seed: '7', architecture: 'gated' } });
});

test('presets are grouped by architecture, each with its purpose', async () => {
  show();
  const select = screen.getByLabelText<HTMLSelectElement>('Preset');
  const families = [...select.querySelectorAll('optgroup')].map(({ label, children }) => [
    label,
    [...children].map((option) => option.textContent),
  ]);
  expect(families).toEqual([
    ['PixelCNN', ['Tiny', 'Notebook']],
    ['Gated PixelCNN', ['Gated', 'Gated, as published']],
    ['PixelCNN++', ['++', '++, as published']],
  ]);
  for (const { name, purpose } of presets) {
    await choose('Preset', name);
    screen.getByText(purpose);
  }
});

test('fine tuning opens where a preset needs it, and not before', async () => {
  const { fine } = show();
  expect(fine.open).toBe(false);
  await choose('Preset', 'plus-plus');
  expect(fine.open).toBe(true);
  // Back at the defaults it stays as a person sees it.
  await choose('Preset', 'tiny');
  expect(fine.open).toBe(true);
});

test('while a run is trained the form shows its settings, locked', async () => {
  const bridge = fakeBridge({
    listRuns: () => [someRun({ id: 'new', settings: (presets[4] as (typeof presets)[0]).settings })],
    openRun: () => {
      throw new Error('not needed');
    },
  });
  const app = createAppState();
  await app.runs.refresh();
  bridge.emit('trainingState', { phase: 'running', run: 'new', endsWithEpoch: false, error: null });
  renderWithState(app, SettingsForm, {});
  expect(visible()).toEqual(['Mixture components', 'Dropout']);
  expect(screen.getByLabelText<HTMLSelectElement>('Architecture').disabled).toBe(true);
});

test('the length that counts is in its field, and the other shows what follows from it', async () => {
  const { app } = show();
  app.runForm.forecast = forecast;
  const [epochs, steps] = ['Epochs', 'Steps'].map((label) => screen.getByLabelText<HTMLInputElement>(label));
  const shown = () => [epochs, steps].map((field) => [field?.value, field?.placeholder]);
  await expect.poll(shown).toEqual([
    ['', '= 31.9'],
    ['3000', ''],
  ]);
  await fireEvent.input(epochs as HTMLInputElement, { target: { value: '10' } });
  expect(shown()).toEqual([
    ['10', ''],
    ['', '= 940'],
  ]);
  expect(app.runForm.settings).toMatchObject({ epochs: 10, steps: 0 });
  await fireEvent.input(steps as HTMLInputElement, { target: { value: '500' } });
  expect(shown()).toEqual([
    ['', '= 5.32'],
    ['500', ''],
  ]);
});

test('a preset that would use other data says so, and its own are one click away', async () => {
  const { app } = show();
  app.runForm.set('levels', '8');
  await choose('Preset', 'gated');
  expect(screen.getByLabelText<HTMLInputElement>('Levels').value).toBe('8');
  screen.getByText('Kept as you chose: levels 8; this preset would use 256.');
  await fireEvent.click(screen.getByRole('button', { name: 'Use the preset’s' }));
  expect(screen.getByLabelText<HTMLInputElement>('Levels').value).toBe('256');
  expect(screen.queryByText(/^Kept as you chose/)).toBeNull();
});
