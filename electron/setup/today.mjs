import './node-version.mjs';
import childProcess from 'node:child_process';
import { build } from './build.mjs';
import { currentNode, engineProblem } from './current-node.mjs';
import { numpy } from './numpy.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { setUp } from './steps.mjs';
import { chromium, virtualDisplay } from './system-libraries.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run test:today`: runs the tests of the window on the engine of today's Electron, which takes as long as with
// Electron. With the names of test files, it runs those alone.
const problem = engineProblem();
if (problem !== null) {
  console.error(problem);
  process.exit(1);
}
await setUp([packages, ...tensorflow, virtualDisplay, numpy, chromium, currentNode, build]);
const program = [inRoot('node_modules/playwright/cli.js'), 'test', '--config', 'e2e/today.config.ts'];
const { status } = childProcess.spawnSync(process.execPath, [...program, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
