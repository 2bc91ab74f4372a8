import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../electron/api/runs';
import type { ErrorData } from '../../model/errors';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { someCausality, someDetail, someRun } from '../testing/samples';
import RunBoard from './RunBoard.svelte';

async function show(changes: Partial<RunSummary>, phase: 'running' | 'idle', error: ErrorData | null = null) {
  const run = { current: someRun({ id: 'new', ...changes }) };
  const bridge = fakeBridge({
    listRuns: () => [run.current],
    openRun: () => someDetail(run.current),
    checkCausality: () => someCausality(),
    resumeRun: () => undefined,
  });
  const app = createAppState();
  await app.runs.refresh();
  bridge.emit('trainingState', { phase, run: 'new', endsWithEpoch: false, error });
  await app.training.open('new');
  if (!app.training.shown) throw new Error('nothing is shown');
  renderWithState(app, RunBoard, { view: app.training.shown });
  const checks = () => bridge.asked.filter(([name]) => name === 'checkCausality').length;
  return { bridge, app, run, checks };
}

test('a run in training is checked by itself, once, when its first weights are saved', async () => {
  const { bridge, app, run, checks } = await show({ hasCheckpoint: false, status: 'running' }, 'running');
  expect(checks()).toBe(0);
  expect(screen.queryByText(/Causality|causality/)).toBeNull();
  run.current = { ...run.current, hasCheckpoint: true };
  bridge.emit('runsChanged', undefined);
  await screen.findByText(/Causality: 0 forbidden dependencies/);
  await app.runs.refresh();
  expect(checks()).toBe(1);
});

test('a run of the library is checked when a person asks', async () => {
  const { checks } = await show({}, 'idle');
  expect(checks()).toBe(0);
  screen.getByRole('button', { name: 'Check causality' }).click();
  await screen.findByText(/Causality: 0 forbidden dependencies/);
});

test.each([[[20, 40]], [[]]])(
  'a damaged checkpoint leaves a way back to the newest of %j',
  async (others) => {
    const facts = {
      step: 60,
      file: '/run/checkpoints/60/weights.safetensors',
      reason: 'it has changed',
      others,
    };
    const { bridge } = await show({}, 'idle', { code: 'checkpoint-damaged', facts });
    screen.getByText(/checkpoint of step 60 is damaged/);
    const button = screen.queryByRole('button', { name: /Resume from step/ });
    expect(button?.textContent.trim()).toBe(others.length ? 'Resume from step 40' : undefined);
    if (!button) return;
    button.click();
    await expect.poll(() => bridge.asked).toContainEqual(['resumeRun', 'new', 40]);
  },
);

test('a run that does not name its last checkpoint is resumed from the newest one', async () => {
  const { bridge } = await show({}, 'idle', {
    code: 'checkpoint-missing',
    facts: { folder: '/run', others: [20, 40] },
  });
  screen.getByRole('button', { name: 'Resume from step 40' }).click();
  await expect.poll(() => bridge.asked).toContainEqual(['resumeRun', 'new', 40]);
});

test('reference lines can be read, and averaged weights are named', async () => {
  const settings = { ...someRun().settings, averageDecay: 0.9995 };
  await show({ settings }, 'idle');
  const list = screen.getByRole('list', { name: /without a network/ });
  expect([...list.children].map(({ textContent }) => textContent)).toEqual([
    'uniform 2.000',
    'per-pixel histogram 1.200',
    'PNG files 3.400',
  ]);
  screen.getByText(/PNG files 3.400, above the chart/);
  screen.getByText(/validation: averaged weights/);
  expect(screen.getByRole('heading', { name: /Samples/ }).textContent).toContain('averaged weights');
});
