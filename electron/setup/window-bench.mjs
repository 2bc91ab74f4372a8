import './node-version.mjs';
import { build } from './build.mjs';
import { run } from './command.mjs';
import { onSomeDisplay } from './display.mjs';
import { electron } from './electron.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries, virtualDisplay } from './system-libraries.mjs';

// The part of the benchmark that needs the window: sets up what is missing and measures. The last line of output
// holds the samples.
await setUp([packages, electron, systemLibraries, virtualDisplay, build]);
console.log(
  await onSomeDisplay(() => run(process.execPath, [inRoot('e2e/window-bench.mjs')], { cwd: root })),
);
