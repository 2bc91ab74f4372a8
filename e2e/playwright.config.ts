import { defineConfig } from 'playwright/test';
import { hasNoScreen } from '../electron/setup/display.mjs';
import { patience } from './patience';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // These run on a current engine alone (today.config.ts).
  testIgnore: 'today/*',
  outputDir: '../test-results/windows',
  // Windows on one screen take the focus from each other. Without a screen each worker has its own display.
  workers: hasNoScreen() ? 2 : 1,
  timeout: 5 * patience,
  expect: { timeout: patience },
  // Keeps the screenshots and the program's folder of failed tests.
  preserveOutput: 'failures-only',
});
