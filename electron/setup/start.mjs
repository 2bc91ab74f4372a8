import './node-version.mjs';
import childProcess from 'node:child_process';
import { build } from './build.mjs';
import { electron, electronPath, sandboxArguments } from './electron.mjs';
import { packages } from './packages.mjs';
import { root } from './places.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries } from './system-libraries.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm start`: sets up what is missing and opens the window. Arguments after `--` are passed to the program.
await setUp([packages, ...tensorflow, electron, systemLibraries, build]);

if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  console.error(
    'The program is ready, but there is no display to open a window on (DISPLAY is not set).\n' +
      'On a machine with a screen, start it from its desktop, or with ssh -X from another one. Without a screen:\n' +
      '  xvfb-run -a npm start          (Debian, Ubuntu: apt-get install xvfb xauth)\n' +
      'Training, drawing and inspecting need no window: npm run --silent cli -- --help',
  );
  process.exit(1);
}

const environment = { ...process.env };
// Some editors' terminals set this, with which Electron would start as plain Node.
delete environment.ELECTRON_RUN_AS_NODE;
const isWindows = process.platform === 'win32';
const window = childProcess.spawn(electronPath(), [...sandboxArguments(), root, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: environment,
  // Started outside the terminal's process group, since Chromium crashes when its processes get the terminal's
  // signals.
  detached: !isWindows,
});
window.on('error', (error) => {
  console.error(`Electron could not be started: ${error.message}`);
  process.exit(1);
});
// Passes signals to the window, which saves a training first, and waits until it has closed. On Windows the window
// receives Ctrl-C itself, and any signal would kill it.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => isWindows || window.kill(signal));
}
window.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
