import { expect, test } from 'vitest';
import { StudioError } from '../../model/errors';
import { defaultSettings } from '../../model/settings';
import { fakeBridge } from '../testing/fake-bridge';
import { lossesOf, someDetail, someRun, someStep } from '../testing/samples';
import { Toasts } from '../controls/toasts.svelte';
import { Runs } from '../runs/runs.svelte';
import { Training } from './training.svelte';

function make() {
  const runs = new Runs(new Toasts());
  return { runs, training: new Training(runs) };
}

test('a started run is shown, and its events reach it even before the start is answered', async () => {
  const bridge = fakeBridge({
    startTraining: () => {
      bridge.emit('trainingState', { phase: 'starting', run: 'new', endsWithEpoch: false, error: null });
      bridge.emit('training', [someStep(1)]);
      return 'new';
    },
    openRun: (id) => ({ ...someDetail(someRun({ id })), losses: lossesOf(), sampleSteps: [] }),
  });
  const { runs, training } = make();
  await training.start('/pictures', defaultSettings, 'tiny');
  bridge.emit('training', [someStep(2)]);
  expect(training.shown?.id).toBe('new');
  expect(training.shown?.losses.steps).toEqual(Float64Array.of(1, 2));
  expect(training.shownIsActive).toBe(true);
  expect(runs.chosen).toBe('new');
});

test('while one run trains another can be shown, and nothing of the first is lost', async () => {
  const bridge = fakeBridge({
    startTraining: () => 'new',
    openRun: (id) => someDetail(someRun({ id })),
  });
  const { training } = make();
  await training.start('/pictures', defaultSettings, 'tiny');
  bridge.emit('trainingState', { phase: 'running', run: 'new', endsWithEpoch: false, error: null });
  bridge.emit('training', [someStep(1)]);
  await training.open('old');
  bridge.emit('training', [someStep(2)]);
  expect(training.shown?.losses.steps).toEqual(Float64Array.of(1, 2));
  expect(training.shown?.losses.training).toEqual(Float64Array.of(1.9, 1.7));
  expect(training.shownIsActive).toBe(false);
  await training.open('new');
  expect(training.shown?.losses.training).toEqual(Float64Array.of(1.4, 1.4));
});

test('a page loaded during a training finds it with its past', async () => {
  fakeBridge({
    trainingState: () => ({ phase: 'running', run: 'going', endsWithEpoch: false, error: null }),
    openRun: (id) => someDetail(someRun({ id })),
  });
  const { training } = make();
  await training.read();
  await expect.poll(() => training.shown?.losses.steps).toEqual(Float64Array.of(1, 2));
  expect(training.shownIsActive).toBe(true);
});

test('a start that is refused says why and shows no run', async () => {
  fakeBridge({
    startTraining: () => {
      throw new StudioError('run-busy', { run: 'other' });
    },
  });
  const { training } = make();
  await training.start('/pictures', defaultSettings, 'tiny');
  expect(training.commanding.error?.code).toBe('run-busy');
  expect(training.shown).toBeNull();
});

test('a training that died leaves its error and frees the machine', async () => {
  const bridge = fakeBridge({ startTraining: () => 'new' });
  const { training } = make();
  await training.start('/pictures', defaultSettings, 'tiny');
  bridge.emit('trainingState', { phase: 'running', run: 'new', endsWithEpoch: false, error: null });
  const error = { code: 'job-died', facts: { job: 'training', output: 'killed' } } as const;
  bridge.emit('trainingState', { phase: 'idle', run: 'new', endsWithEpoch: false, error });
  expect(training.active).toBe(false);
  expect(training.state.error).toEqual(error);
});

test.each(['pause', 'stop'] as const)('%s is acknowledged before the program answers', async (command) => {
  const bridge = fakeBridge({
    startTraining: () => 'new',
    pauseTraining: () => new Promise(() => {}),
    stopTraining: () => new Promise(() => {}),
  });
  const { training } = make();
  await training.start('/pictures', defaultSettings, 'tiny');
  bridge.emit('trainingState', { phase: 'starting', run: 'new', endsWithEpoch: false, error: null });
  void training[command]();
  expect(training.state.phase).toBe(command === 'pause' ? 'pausing' : 'stopping');
  bridge.emit('trainingState', { phase: 'idle', run: 'new', endsWithEpoch: false, error: null });
  expect(training.active).toBe(false);
});
