import { beforeEach, expect, test, vi } from 'vitest';
import { StudioError } from '../../model/errors';
import type { TrainingEvent } from '../../model/events';
import type { TrainingPhase, TrainingState } from '../api/training';
import { WorkSignals } from './work-signals';

const desktop = {
  showProgress: vi.fn<(progress: number | 'waiting' | null) => void>(),
  notify: vi.fn<(title: string, text: string) => void>(),
  isFocused: vi.fn(() => false),
  keepAwake: vi.fn<(on: boolean) => void>(),
};
const preferences = { keepAwake: true, notifications: true };
let signals: WorkSignals;

beforeEach(() => {
  vi.clearAllMocks();
  vi.useRealTimers();
  desktop.isFocused.mockReturnValue(false);
  Object.assign(preferences, { keepAwake: true, notifications: true });
  signals = new WorkSignals(
    desktop,
    () => preferences,
    (run) => `Run ${run}`,
  );
});

const become = (phase: TrainingPhase, error: TrainingState['error'] = null) =>
  signals.handle('trainingState', { phase, run: 'a', endsWithEpoch: false, error });
const started = { type: 'run-started', step: 0, lastStep: 10 } as TrainingEvent;
const step = (number: number) => ({ type: 'step-done', step: number }) as TrainingEvent;
const progress = () => desktop.showProgress.mock.calls[desktop.showProgress.mock.calls.length - 1]?.[0];

test('a training shows its progress, keeps the machine awake, and announces its end', () => {
  become('starting');
  expect(progress()).toBe('waiting');
  expect(desktop.keepAwake).toHaveBeenLastCalledWith(true);
  signals.handle('training', [started, step(1), step(5)]);
  expect(progress()).toBe(0.5);
  expect(signals.trained).toBe('a');
  become('idle');
  expect(progress()).toBeNull();
  expect(desktop.keepAwake.mock.calls).toEqual([[true], [false]]);
  expect(desktop.notify.mock.calls).toEqual([['Training has ended', 'Run a']]);
});

test('a paused training lets the machine sleep', () => {
  become('starting');
  become('paused');
  expect(desktop.keepAwake).toHaveBeenLastCalledWith(false);
  become('running');
  expect(desktop.keepAwake).toHaveBeenLastCalledWith(true);
});

test('a failure is announced and clears the progress; what the person did is not announced', () => {
  become('running');
  become('idle', { code: 'job-died', facts: { job: 'training', output: '' } });
  expect(progress()).toBeNull();
  expect(desktop.notify.mock.calls[0]?.[0]).toBe('Training failed');
  become('starting');
  become('stopping');
  become('idle');
  expect(desktop.notify).toHaveBeenCalledTimes(1);
});

test('nothing is announced to a focused window, against the preference, or while the program ends', () => {
  const endOne = () => {
    become('running');
    become('idle');
  };
  desktop.isFocused.mockReturnValue(true);
  endOne();
  desktop.isFocused.mockReturnValue(false);
  preferences.notifications = false;
  endOne();
  preferences.notifications = true;
  signals.silence();
  endOne();
  expect(desktop.notify).not.toHaveBeenCalled();
});

test('the machine may sleep if the preference says so, even if it changes meanwhile', () => {
  become('running');
  preferences.keepAwake = false;
  signals.show();
  expect(desktop.keepAwake.mock.calls).toEqual([[true], [false]]);
});

test('a drawing shows its progress; only the end of a long one is announced', async () => {
  vi.useFakeTimers();
  await signals.follow(() => Promise.resolve('short'));
  expect(desktop.notify).not.toHaveBeenCalled();
  const pictures = { count: 1, height: 1, width: 1, channels: 1, levels: 2, pixels: new Uint8Array(1) };
  const long = async () => {
    signals.handle('drawingProgress', { gallery: 'g', done: 1, total: 4, pictures });
    expect(progress()).toBe(0.25);
    await vi.advanceTimersByTimeAsync(31_000);
  };
  await signals.follow(long);
  expect(progress()).toBeNull();
  expect(desktop.notify.mock.calls).toEqual([['Pictures are ready', 'The gallery is drawn.']]);
  const failing = async (error: StudioError) => {
    await vi.advanceTimersByTimeAsync(31_000);
    throw error;
  };
  await expect(signals.follow(() => failing(new StudioError('cancelled', {})))).rejects.toThrow('cancelled');
  expect(desktop.notify).toHaveBeenCalledTimes(1);
  const died = new StudioError('job-died', { job: 'interactive', output: '' });
  await expect(signals.follow(() => failing(died))).rejects.toThrow('job-died');
  expect(desktop.notify.mock.calls[1]?.[0]).toBe('Drawing failed');
  expect(signals.isDrawing).toBe(false);
});
