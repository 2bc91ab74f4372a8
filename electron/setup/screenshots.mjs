import './node-version.mjs';
import childProcess from 'node:child_process';
import { build } from './build.mjs';
import { startVirtualDisplay } from './display.mjs';
import { electron } from './electron.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries, virtualDisplay } from './system-libraries.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run screenshots`: takes the pictures in resources/docs in the real window, which takes some minutes.
await setUp([packages, ...tensorflow, electron, systemLibraries, virtualDisplay, build]);
const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
if (display) process.env.DISPLAY = display.name;
childProcess
  .spawn(
    process.execPath,
    [inRoot('node_modules/playwright/cli.js'), 'test', '--config', 'e2e/screenshots.config.ts'],
    { cwd: root, stdio: 'inherit' },
  )
  .on('exit', (code) => {
    display?.stop();
    process.exit(code ?? 1);
  });
