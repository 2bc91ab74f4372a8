import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/windows',
  // Windows share the screen, the keyboard focus and the processor: one at a time.
  workers: 1,
  timeout: 60_000,
  // What a failed test leaves: its screenshots, and the folder the program worked in.
  preserveOutput: 'failures-only',
});
