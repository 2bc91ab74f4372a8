import { defineConfig } from 'playwright/test';
import { hasNoScreen } from '../electron/setup/display.mjs';
import { patience } from './patience';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/windows',
  // Windows on one screen take the keyboard focus from one another. Without a screen each worker has a display.
  workers: hasNoScreen() ? 2 : 1,
  timeout: 5 * patience,
  expect: { timeout: patience },
  // What a failed test leaves: its screenshots, and the folder the program worked in.
  preserveOutput: 'failures-only',
});
