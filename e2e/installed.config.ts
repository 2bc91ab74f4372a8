import { defineConfig } from 'playwright/test';
import { patience } from './patience';

// `npm run test:deb`: the program as it is installed in another system.
export default defineConfig({
  testDir: '.',
  testMatch: 'installed.ts',
  outputDir: '../test-results/installed',
  workers: 1,
  timeout: 10 * patience,
  expect: { timeout: 3 * patience },
});
