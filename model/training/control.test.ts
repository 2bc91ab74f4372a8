import { expect, test } from 'vitest';
import { TrainingControl } from './control';

/** Keeps the thread busy, as a training step does. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('steps far shorter than a turn do not shut out messages', async () => {
  const control = new TrainingControl();
  let heard = 0;
  const timer = setInterval(() => heard++, 20);
  for (let step = 0; step < 500; step++) {
    await control.listen();
    work(1);
  }
  clearInterval(timer);
  // Half a second and more of steps gives about five turns; without them the timer never fires.
  expect(heard).toBeGreaterThanOrEqual(2);
});
