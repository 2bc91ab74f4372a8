/** A training stopped and paused. */
import { expect, test } from 'vitest';
import type { TrainingEvent } from '../events';
import { readRunRecord } from '../run/run-folder';
import { loadCheckpoint } from '../run/checkpoint';
import type { TrainingControl } from './control';
import { tinyTraining } from '../testing/tiny-training';

const { begin, resume, newRun } = tinyTraining();
const stopAt = (step: number) => (event: TrainingEvent, control: TrainingControl) => {
  if (event.type === 'step-done' && event.step === step) control.stop();
};

test('stopping saves a checkpoint, from which the run can be resumed', async () => {
  const straight = newRun('straight');
  await begin(straight);
  const stopped = newRun('stopped');
  const { events } = await begin(stopped, stopAt(3));
  expect(events.slice(-2)).toEqual([
    { type: 'checkpoint-saved', step: 3, best: false },
    { type: 'run-ended', step: 3, outcome: 'stopped' },
  ]);
  expect(readRunRecord(stopped).status).toBe('stopped');
  await resume(stopped);
  expect(loadCheckpoint(stopped).weights).toEqual(loadCheckpoint(straight).weights);
  expect(readRunRecord(stopped).status).toBe('finished');
});

test('stopping while the images are read ends the run before its first step', async () => {
  const runFolder = newRun('early');
  const { events, error } = await begin(runFolder, (event, control) => {
    if (event.type === 'preparing' && event.what === 'reading images') control.stop();
  });
  expect(error).toBeUndefined();
  expect(events.at(-1)).toEqual({ type: 'run-ended', step: 0, outcome: 'stopped' });
  expect(readRunRecord(runFolder).status).toBe('stopped');
});

test('nothing happens while a training is paused', async () => {
  const runFolder = newRun('paused');
  let stepsWhilePaused = 0;
  let pausedAt: number | undefined;
  let waited = 0;
  const reportedAt: number[] = [];
  const { events } = await begin(runFolder, (event, control) => {
    if (event.type !== 'step-done') return;
    reportedAt[event.step] = performance.now();
    if (pausedAt !== undefined) stepsWhilePaused++;
    if (event.step !== 4) return;
    void control.pause().then(() => {
      const began = (pausedAt = performance.now());
      setTimeout(() => {
        pausedAt = undefined;
        waited = performance.now() - began;
        control.continue();
      }, 300);
    });
  });
  expect(stepsWhilePaused).toBe(0);
  const [before, after] = [4, 5].map((at) =>
    events.find((event) => event.type === 'step-done' && event.step === at),
  );
  // The pause is not counted as training time.
  const elapsed = (event: TrainingEvent | undefined) => (event as { milliseconds: number }).milliseconds;
  const between = (reportedAt[5] as number) - (reportedAt[4] as number);
  expect(elapsed(after) - elapsed(before)).toBeLessThan(between - waited / 2);
});

test('a pause while the first graph is built takes no step', async () => {
  const runFolder = newRun('paused-early');
  let steps = 0;
  let stepsAtPause: number | undefined;
  await begin(runFolder, (event, control) => {
    if (event.type === 'step-done') steps++;
    // Saved right before the first step.
    if (event.type !== 'checkpoint-saved' || event.step !== 0) return;
    void control.pause().then(() => {
      stepsAtPause = steps;
      control.stop();
    });
  });
  expect(stepsAtPause).toBe(0);
  expect(steps).toBe(0);
  expect(readRunRecord(runFolder)).toMatchObject({ status: 'stopped' });
  expect(loadCheckpoint(runFolder).state.step).toBe(0);
});

test('a paused training can be stopped', async () => {
  const runFolder = newRun('paused-and-stopped');
  const { events } = await begin(runFolder, (event, control) => {
    if (event.type === 'step-done' && event.step === 2) void control.pause().then(() => control.stop());
  });
  expect(events.at(-1)).toEqual({ type: 'run-ended', step: 2, outcome: 'stopped' });
});
