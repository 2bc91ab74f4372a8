import './node-version.mjs';
import { build } from './build.mjs';
import { run } from './command.mjs';
import { startVirtualDisplay } from './display.mjs';
import { electron } from './electron.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries, virtualDisplay } from './system-libraries.mjs';

// The benchmark's part that needs the window: sets up what is missing, and measures; the last line are the samples.
await setUp([packages, electron, systemLibraries, virtualDisplay, build]);
const display = process.platform === 'linux' && !process.env.DISPLAY && (await startVirtualDisplay());
if (display) process.env.DISPLAY = display.name;
try {
  console.log(await run(process.execPath, [inRoot('e2e/window-bench.mjs')], { cwd: root }));
} finally {
  if (display) display.stop();
}
