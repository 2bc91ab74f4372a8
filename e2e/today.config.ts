import { fileURLToPath } from 'node:url';
import { defineConfig } from 'playwright/test';
import { currentNodeFile } from '../electron/setup/current-node.mjs';
import windows from './playwright.config';
import { grepsOf, needingElectron } from './today/needing-electron';

// `npm run test:today`: the tests of the window on the engine of today's Electron: the main process on a current Node,
// with a stand-in as its module `electron`, and the page in a current Chromium.
process.env['STUDIO_ELECTRON'] = fileURLToPath(new URL('today/program.sh', import.meta.url));
process.env['STUDIO_TODAY_NODE'] = currentNodeFile;

export default defineConfig({
  ...windows,
  testMatch: ['*.spec.ts', 'today/*.spec.ts'],
  // Its tests are on a current engine with the others.
  testIgnore: 'serve.spec.ts',
  outputDir: '../test-results/today',
  grepInvert: needingElectron.flatMap(grepsOf),
  globalSetup: './today/needing-electron.ts',
});
