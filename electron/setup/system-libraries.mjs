import childProcess from 'node:child_process';
import fs from 'node:fs';
import { CommandFailed, run, works } from './command.mjs';
import { electronPath } from './electron.mjs';
import { SetupProblem } from './problem.mjs';

/** The packages of Debian and Ubuntu that Electron needs; for a renamed package all its names, newest first. */
const debianPackages = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libxss1'],
  ['libasound2t64', 'libasound2'],
  ['libxtst6'],
  ['libgbm1'],
];

/** @type {import('./steps.mjs').Step} */
export const systemLibraries = {
  title: "Installing the system's libraries for Electron",
  isDone: () => missingLibraries().length === 0,
  async work() {
    await installDebianPackages(debianPackages, `Electron needs ${missingLibraries().join(', ')}.`);
    const missing = missingLibraries();
    if (missing.length) {
      throw new SetupProblem(
        `Electron still needs ${missing.join(', ')}.`,
        'Install the packages that contain them, then run the same command again.',
      );
    }
  },
};

/**
 * Xvfb is a virtual display, on which tests open windows on a machine without a screen.
 * @type {import('./steps.mjs').Step}
 */
export const virtualDisplay = {
  title: 'Installing Xvfb, a display for tests',
  isDone: () =>
    process.platform !== 'linux' || Boolean(process.env.DISPLAY) || works('sh', '-c', 'command -v Xvfb'),
  work: () => installDebianPackages([['xvfb']], 'Tests need a display, or Xvfb as a virtual one.'),
};

/** The shared libraries that Electron needs and this machine lacks. */
function missingLibraries() {
  if (process.platform !== 'linux') return [];
  const { stdout } = childProcess.spawnSync('ldd', [electronPath()], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/(\S+) => not found/g)].map(([, library]) => String(library));
}

/**
 * Installs packages if this process may; otherwise throws with the command to type.
 * @param {string[][]} packages the names of each; the first known one is used
 * @param {string} need
 */
async function installDebianPackages(packages, need) {
  const isDebian = fs.existsSync('/etc/debian_version') && works('apt-get', '--version');
  if (!isDebian) {
    throw new SetupProblem(
      need,
      "Install it with the system's package manager, then run the same command again.",
    );
  }
  const isRoot = process.getuid?.() === 0;
  try {
    if (isRoot) await run('apt-get', ['update']);
    const names = packages.map(
      (known) => known.find((name) => works('apt-cache', 'show', name)) ?? String(known.at(-1)),
    );
    const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...names];
    if (!isRoot) {
      throw new SetupProblem(
        need,
        `Type: sudo apt-get update && sudo ${command.join(' ')}\nThen run the same command again.`,
      );
    }
    await run('apt-get', command.slice(1), { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetupProblem(
      `${need} apt-get could not install it.\n${error.output}`,
      'Fix what these lines name, then run the same command again.',
    );
  }
}
