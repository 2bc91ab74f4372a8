import type { EventEmitter } from 'node:events';
import { app, powerMonitor } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import { Quit } from './quit';

vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  const program = Object.assign(new EventEmitter(), { whenReady: () => Promise.resolve(), quit: vi.fn() });
  return { app: program, powerMonitor: new EventEmitter(), dialog: { showMessageBox: vi.fn() } };
});

const program = app as unknown as EventEmitter;
const power = powerMonitor as unknown as EventEmitter;
const finish = vi.fn(() => Promise.resolve());
let isTraining: boolean;

beforeEach(() => {
  program.removeAllListeners();
  power.removeAllListeners();
  vi.clearAllMocks();
  isTraining = false;
});

async function started(platform: NodeJS.Platform): Promise<void> {
  new Quit({ window: () => undefined, isTraining: () => isTraining, finish }, platform);
  await Promise.resolve();
}

/** Whether a listener prevented the event. */
function isPrevented(from: EventEmitter, name: string): boolean {
  const event = { preventDefault: vi.fn() };
  from.emit(name, event);
  return event.preventDefault.mock.calls.length > 0;
}

test('nothing holds up a logout on macOS while nothing is trained', async () => {
  await started('darwin');
  expect(isPrevented(power, 'shutdown')).toBe(false);
  expect(isPrevented(program, 'before-quit')).toBe(false);
  expect(finish).toHaveBeenCalledTimes(1);
  expect(isPrevented(program, 'before-quit')).toBe(false);
  expect(finish).toHaveBeenCalledTimes(1);
});

test('a training is saved before a logout on macOS, without a question', async () => {
  await started('darwin');
  isTraining = true;
  expect(isPrevented(power, 'shutdown')).toBe(true);
  expect(isPrevented(program, 'before-quit')).toBe(true);
  await expect.poll(() => vi.mocked(app.quit).mock.calls.length).toBe(1);
  expect(finish).toHaveBeenCalledTimes(1);
  expect(isPrevented(program, 'before-quit')).toBe(false);
});

test('elsewhere the program always ends its jobs before it quits', async () => {
  await started('linux');
  expect(isPrevented(program, 'before-quit')).toBe(true);
  await expect.poll(() => vi.mocked(app.quit).mock.calls.length).toBe(1);
  expect(isPrevented(program, 'before-quit')).toBe(false);
});
