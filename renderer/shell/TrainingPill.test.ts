import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { lossesOf, someRun, someStep } from '../testing/samples';
import TrainingPill from './TrainingPill.svelte';

test('a training is in sight on every page, and its end until it is looked at', async () => {
  const run = someRun({ id: 'new', status: 'running', lastStep: 200 });
  const runs = [run];
  const bridge = fakeBridge({
    listRuns: () => runs,
    openRun: () => ({ summary: run, losses: lossesOf(), sampleSteps: [] }),
  });
  const app = createAppState();
  app.router.go('gallery');
  await app.runs.refresh();
  renderWithState(app, TrainingPill, {});
  expect(screen.queryByRole('button')).toBeNull();

  bridge.emit('trainingState', { phase: 'running', run: 'new', endsWithEpoch: false, error: null });
  bridge.emit('training', [{ ...someStep(50), millisecondsLeft: 125_000 }]);
  expect((await screen.findByRole('button', { name: /25%/ })).textContent).toMatch(/Running.*2:05 left/);

  runs[0] = { ...run, status: 'finished' };
  await app.runs.refresh();
  bridge.emit('trainingState', { phase: 'idle', run: null, endsWithEpoch: false, error: null });
  await fireEvent.click(await screen.findByRole('button', { name: 'Finished View' }));
  expect(app.router.route).toBe('train');
  expect(app.training.shown?.id).toBe('new');
  await expect.poll(() => screen.queryByRole('button')).toBeNull();
  app.router.go('gallery');
  await expect.poll(() => screen.queryByRole('button')).toBeNull();
});
