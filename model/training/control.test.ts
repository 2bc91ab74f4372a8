import { expect, test } from 'vitest';
import { TrainingControl } from './control';

/** Keeps the thread busy, as a training step does. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

const read = () => ({ step: 3, weights: Float32Array.of(1, 2) });

test('steps far shorter than a turn do not shut out messages', async () => {
  const control = new TrainingControl();
  let heard = 0;
  const timer = setInterval(() => heard++, 20);
  for (let step = 0; step < 500; step++) {
    await control.listen(read);
    work(1);
  }
  clearInterval(timer);
  // Half a second and more of steps gives about five turns; without them the timer never fires.
  expect(heard).toBeGreaterThanOrEqual(2);
});

test('a snapshot is given between steps, to a paused training too, and none after its end', async () => {
  const control = new TrainingControl();
  const running = control.snapshot();
  await control.listen(read);
  expect(await running).toEqual(read());

  const paused = control.pause();
  const standing = control.listen(read);
  await paused;
  expect(await control.snapshot()).toEqual(read());
  control.continue();
  await standing;

  const late = control.snapshot();
  control.ended();
  expect(await late).toBeNull();
  expect(await control.snapshot()).toBeNull();
});

test('a wish for samples is taken once', () => {
  const control = new TrainingControl();
  control.sampleNow();
  expect([control.takeSampleRequest(), control.takeSampleRequest()]).toEqual([true, false]);
});
