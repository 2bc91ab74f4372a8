import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { applies, defaultSettings, knobs, settingNames } from '../model/settings';
import App from './App.svelte';
import { fakeBridge } from './testing/fake-bridge';
import { lossesOf, somePreferences, someReport, someRun } from './testing/samples';

const quiet = {
  readPreferences: () => somePreferences(),
  trainingState: () => ({ phase: 'idle' as const, run: null, endsWithEpoch: false, error: null }),
  listRuns: () => [],
};

async function go(page: string) {
  await fireEvent.click(within(screen.getByRole('banner')).getByRole('link', { name: page }));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
  await screen.findByRole('heading', { level: 1, name: page });
}

test('every page opens by its link, and has the controls it promises', async () => {
  fakeBridge(quiet);
  render(App);
  await go('Data');
  screen.getByRole('button', { name: 'Choose folder…' });
  screen.getByRole('button', { name: 'Use example images' });
  await go('Train');
  screen.getByRole('button', { name: 'Start training' });
  screen.getByLabelText('Preset');
  for (const name of settingNames.filter((name) => applies(name, defaultSettings))) {
    const { label, meaning } = knobs[name];
    expect(screen.getByLabelText(label).getAttribute('aria-describedby')).toBeTruthy();
    screen.getByText(meaning);
  }
  await go('Inspect');
  screen.getByText(/no trained model to inspect/);
  await go('Gallery');
  screen.getByRole('button', { name: 'Generate' });
  for (const label of ['Count', 'Seed', 'Temperature']) screen.getByLabelText(label);
  await go('Runs');
  await screen.findByText(/No runs yet/);
});

test('damaged preferences are reported until a person has read it', async () => {
  const problem = {
    code: 'preferences-damaged',
    facts: { file: '/preferences-damaged.json', reason: 'it is empty' },
  } as const;
  fakeBridge({ ...quiet, readPreferences: () => ({ ...somePreferences(), problem }) });
  render(App);
  const alert = await screen.findByText(/The old file is kept: .preferences-damaged.json/);
  await fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(alert.isConnected).toBe(false);
});

test('the theme a person chose is on the document', async () => {
  fakeBridge({ ...quiet, writePreferences: () => undefined });
  render(App);
  await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark');
  await go('Settings');
  await fireEvent.click(screen.getByLabelText('Light'));
  expect(document.documentElement.dataset['theme']).toBe('light');
});

test('from the example images to a training, which every page shows', async () => {
  const runs = [someRun({ id: 'new', status: 'running', step: 0, hasCheckpoint: false })];
  const bridge = fakeBridge({
    ...quiet,
    listRuns: () => runs,
    useExampleImages: () => '/examples',
    scanFolder: (folder) => someReport({ folder }),
    forecast: () => ({
      trainingImages: 900,
      parameters: 23876,
      receptiveField: 9,
      stepsPerEpoch: 29,
      lastStep: 300,
      memoryBytes: { cores: 2e8, card: 2e8 },
    }),
    trainingMemory: () => ({ freeBytes: 9e9, card: null }),
    startTraining: () => 'new',
    pauseTraining: () => {
      bridge.emit('trainingState', { phase: 'paused', run: 'new', endsWithEpoch: false, error: null });
      return undefined;
    },
    continueTraining: () => {
      bridge.emit('trainingState', { phase: 'running', run: 'new', endsWithEpoch: false, error: null });
      return undefined;
    },
    openRun: () => ({
      summary: runs[0] ?? someRun(),
      losses: lossesOf(),
      sampleSteps: [],
    }),
  });
  render(App);
  await go('Train');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Start training' }).disabled).toBe(true);
  screen.getByRole('link', { name: 'Choose images' });
  await fireEvent.click(screen.getByRole('button', { name: 'Use example images' }));
  await screen.findByText('1,000 images to learn from');
  await screen.findByText('23,876');
  await fireEvent.click(screen.getByRole('button', { name: 'Start training' }));
  const start = bridge.asked.find(([name]) => name === 'startTraining');
  expect(start).toMatchObject(['startTraining', '/examples', { size: 16 }, 'tiny', []]);
  bridge.emit('trainingState', { phase: 'running', run: 'new', endsWithEpoch: false, error: null });
  await fireEvent.click(await screen.findByRole('button', { name: 'Pause' }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Resume' }));
  await screen.findByRole('button', { name: 'Pause' });
  screen.getByRole('button', { name: 'Stop' });
  await go('Gallery');
  expect(screen.getByRole('status').textContent).toBe('Training: running.');
});

test('a folder dropped anywhere on the window is opened on the Data page', async () => {
  const bridge = fakeBridge({ ...quiet, scanFolder: (folder) => someReport({ folder }) });
  bridge.drop({ path: '/dropped/birds', kind: 'folder' });
  render(App);
  await go('Runs');
  const dataTransfer = { types: ['Files'], files: [new File([], 'birds')] };
  await fireEvent.dragEnter(document.body, { dataTransfer });
  screen.getByText(/Drop a folder/);
  await fireEvent.drop(document.body, { dataTransfer });
  await screen.findByText('/dropped/birds');
  await screen.findByText('1,000 images');
});
