import { defineConfig } from 'playwright/test';
import { patience } from './patience';

// `npm run screenshots`: takes pictures of every page for the documents.
export default defineConfig({
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: '../test-results/screenshots',
  workers: 1,
  timeout: 10 * patience,
  expect: { timeout: 3 * patience },
});
