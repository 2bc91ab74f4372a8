import './node-version.mjs';
import { measureWindow } from '../../e2e/window-bench.mjs';
import { build } from './build.mjs';
import { startVirtualDisplay } from './display.mjs';
import { electron } from './electron.mjs';
import { packages } from './packages.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries, virtualDisplay } from './system-libraries.mjs';

// The benchmark's part that needs the window: sets up what is missing, and writes the figures' samples as one line.
await setUp([packages, electron, systemLibraries, virtualDisplay, build]);
const display = process.platform === 'linux' && !process.env.DISPLAY && (await startVirtualDisplay());
if (display) process.env.DISPLAY = display.name;
try {
  console.log(JSON.stringify(await measureWindow()));
} finally {
  if (display) display.stop();
}
