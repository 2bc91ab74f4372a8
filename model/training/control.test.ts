import { expect, test } from 'vitest';
import { TrainingControl } from './control';

/** Blocks the thread, as a training step does. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

const read = () => ({ step: 3, weights: Float32Array.of(1, 2) });

test('messages are handled between short steps too', async () => {
  const control = new TrainingControl();
  let ticks = 0;
  const timer = setInterval(() => ticks++, 20);
  for (let step = 0; step < 500; step++) {
    await control.listen(read);
    work(1);
  }
  clearInterval(timer);
  // At least half a second of steps has about five turns; without them the timer would never fire.
  expect(ticks).toBeGreaterThanOrEqual(2);
});

test('a snapshot is taken between steps and while paused, and none after the end', async () => {
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

test('a request for samples is taken once', () => {
  const control = new TrainingControl();
  control.sampleNow();
  expect([control.takeSampleRequest(), control.takeSampleRequest()]).toEqual([true, false]);
});
