import { cleanup, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../electron/api/runs';
import type { ErrorData } from '../../model/errors';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { someDetail, someReport, someRun } from '../testing/samples';
import TrainingControls from './TrainingControls.svelte';

async function afterFailure(error: ErrorData, changes: Partial<RunSummary> = {}) {
  const run = someRun({ id: 'new', status: 'failed', ...changes });
  const bridge = fakeBridge({ listRuns: () => [run], openRun: () => someDetail(run) });
  const app = createAppState();
  await app.runs.refresh();
  await app.training.open('new');
  bridge.emit('trainingState', { phase: 'idle', run: 'new', endsWithEpoch: false, error });
  renderWithState(app, TrainingControls, {});
}

test('a run whose loss was no number is not to be resumed: it would end the same way', async () => {
  await afterFailure({ code: 'not-a-number', facts: { step: 20, backAt: 10 } });
  expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
});

test('a run that failed before its first checkpoint can be resumed, and a damaged one cannot', async () => {
  await afterFailure({ code: 'job-died', facts: { job: 'training', output: '' } }, { hasCheckpoint: false });
  screen.getByRole('button', { name: 'Resume' });
  cleanup();
  await afterFailure({ code: 'cancelled', facts: {} }, { hasCheckpoint: false, damaged: 'It is damaged.' });
  expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
});

test('a run whose process died can be resumed', async () => {
  await afterFailure({ code: 'job-died', facts: { job: 'training', output: '' } });
  screen.getByRole('button', { name: 'Resume' });
});

test.each([
  ['no usable image', { images: 0, classes: [] }, 'ignored', /^No image of the folder can be used/],
  ['no subfolders', { classes: [] }, 'folders', /^Classes are subfolders/],
] as const)('a start that can only fail is not offered: %s', async (_, changes, classes, sentence) => {
  const bridge = fakeBridge({ scanFolder: () => someReport({ ...changes, classes: [...changes.classes] }) });
  const app = createAppState();
  app.runForm.set('classes', classes);
  await app.dataset.open('/pictures');
  renderWithState(app, TrainingControls, {});
  screen.getByText(sentence);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Start training' }).disabled).toBe(true);
  bridge.emit('menuAction', { action: 'start' });
  await expect.poll(() => app.router.route).toBe('train');
  expect(bridge.asked.map(([name]) => name)).not.toContain('startTraining');
});
