import childProcess from 'node:child_process';
import fs from 'node:fs';
import { chromiumPath } from './chromium.mjs';
import { CommandFailed, run, works } from './command.mjs';
import { electronPath } from './electron.mjs';
import { SetupProblem } from './problem.mjs';

/** The packages of Debian and Ubuntu that Electron needs; for a renamed package all its names, newest first. */
export const debianPackages = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libxss1'],
  ['libasound2t64', 'libasound2'],
  ['libxtst6'],
  ['libgbm1'],
  ['libx11-xcb1'],
  ['libxcb-dri3-0'],
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

/**
 * strace reports the connections of the program to a test.
 * @type {import('./steps.mjs').Step}
 */
export const connectionTracer = {
  title: 'Installing strace, which shows tests every connection',
  isDone: () => process.platform !== 'linux' || works('sh', '-c', 'command -v strace'),
  work: () => installDebianPackages([['strace']], 'A test needs strace to prove that nothing connects.'),
};

/**
 * Chromium is a current browser, in which tests use what `npm run serve` offers.
 * @type {import('./steps.mjs').Step}
 */
export const chromium = {
  title: 'Installing Chromium, a current browser for tests',
  isDone: () => process.platform !== 'linux' || chromiumPath() !== undefined,
  work: () =>
    installDebianPackages(
      [['chromium', 'chromium-browser']],
      'Tests of `npm run serve` need a current browser.',
    ),
};

/**
 * debootstrap puts a fresh system into a folder, in which a test installs the program.
 * @type {import('./steps.mjs').Step}
 */
export const debianTestTools = {
  title: 'Installing debootstrap, which makes a fresh system for a test',
  isDone: () => works('sh', '-c', 'command -v debootstrap && command -v ip'),
  work: () =>
    installDebianPackages(
      [['debootstrap'], ['iproute2']],
      'A test needs debootstrap and ip to try an installation.',
    ),
};

/** The shared libraries that Electron needs and this machine lacks. */
function missingLibraries() {
  if (process.platform !== 'linux') return [];
  const { stdout } = childProcess.spawnSync('ldd', [electronPath()], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/(\S+) => not found/g)].map(([, library]) => String(library));
}

/**
 * Installs packages if this process may and a person has not forbidden it; otherwise throws with the command to type.
 * It changes the system, so it says beforehand what it does and why.
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
  const isForbidden = process.env.STUDIO_NO_SYSTEM === '1';
  if (!isRoot || isForbidden) {
    const sudo = isRoot ? '' : 'sudo ';
    const command = `${sudo}apt-get update && ${sudo}apt-get ${installing(knownNames(packages)).join(' ')}`;
    throw new SetupProblem(need, `Type: ${command}\nThen run the same command again.`);
  }
  console.error(
    `\n${need} This runs as root, so it now changes the system:\n` +
      `  apt-get update, then apt-get install of ${packages.map((names) => names.join(' or ')).join(', ')}\n` +
      'With STUDIO_NO_SYSTEM=1 it only prints the command.',
  );
  try {
    await run('apt-get', ['update']);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', installing(knownNames(packages)), { env });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetupProblem(
      `${need} apt-get could not install it.\n${error.output}`,
      'Fix what these lines name, then run the same command again.',
    );
  }
}

/** @param {readonly string[]} names */
const installing = (names) => ['install', '-y', '--no-install-recommends', ...names];

/**
 * The names by which this system knows the packages.
 * @param {string[][]} packages
 */
const knownNames = (packages) =>
  packages.map((names) => names.find((name) => works('apt-cache', 'show', name)) ?? String(names.at(-1)));
