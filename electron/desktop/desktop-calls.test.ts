import { expect, test, vi } from 'vitest';
import { barOf } from './desktop-calls';

vi.mock('electron', () => ({ app: {}, Notification: {}, powerSaveBlocker: {} }));

test('a bar is shown wherever there is progress, on Linux too, where none without an end can be shown', () => {
  for (const platform of ['linux', 'win32', 'darwin'] as const) {
    expect(barOf(null, platform)).toBe(-1);
    expect(barOf(0.5, platform)).toBe(0.5);
  }
  expect(barOf('waiting', 'win32')).toBeGreaterThan(1);
  for (const progress of ['waiting', 0] as const) {
    expect(barOf(progress, 'linux')).toBeGreaterThan(0);
    expect(barOf(progress, 'linux')).toBeLessThan(1);
  }
});
