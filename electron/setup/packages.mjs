import fs from 'node:fs';
import path from 'node:path';
import { CommandFailed, run } from './command.mjs';
import { requireRoom } from './disk.mjs';
import { inRoot, root } from './places.mjs';
import { SetupProblem } from './problem.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, peer?: boolean, os?: string[], cpu?: string[] }>} LockedPackages */

const lockFile = inRoot('package-lock.json');
const modules = inRoot('node_modules');
/** npm writes this list of installed packages at the end of an installation. */
const installedFile = path.join(modules, '.package-lock.json');

/** @type {import('./steps.mjs').Step} */
export const packages = {
  title: 'Installing packages with npm ci',
  isDone: () => fs.existsSync(installedFile) && sameVersions(readLock(lockFile), readLock(installedFile)),
  async work(report) {
    requireRoom(root, 1_200_000_000);
    const expected = Object.entries(readLock(lockFile))
      .filter(isForThisMachine)
      .map(([place]) => place);
    const timer = setInterval(() => {
      const there = expected.filter((place) => fs.existsSync(inRoot(place, 'package.json')));
      report(`${there.length} of ${expected.length} packages`);
    }, 1000);
    try {
      await npm('ci', '--include=dev');
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      throw new SetupProblem(
        `npm could not install the packages.\n${error.output}`,
        'Check the network connection (npm ping), then run the same command again.',
      );
    } finally {
      clearInterval(timer);
    }
  },
};

/**
 * Whether exactly the packages of the lock file are installed, in their versions. Optional ones may be missing, as
 * npm accepts.
 * @param {LockedPackages} locked
 * @param {LockedPackages} installed
 */
export function sameVersions(locked, installed) {
  const same = Object.entries(locked).every(([place, { version, optional, peer }]) => {
    const there = installed[place];
    return there ? there.version === version : place === '' || optional || peer;
  });
  return same && Object.keys(installed).every((place) => place in locked);
}

/**
 * @param {string} file
 * @returns {LockedPackages}
 */
const readLock = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

/** @param {[string, LockedPackages[string]]} entry */
const isForThisMachine = ([place, { os, cpu }]) =>
  place !== '' && (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));

/**
 * Runs the npm that started this process, or the one on the PATH.
 * @param {...string} args
 */
export function npm(...args) {
  const { command, given, shell } = npmCommand(args, process.platform, process.env.npm_execpath);
  return run(command, given, { cwd: root, shell });
}

/**
 * How npm is started: by the npm that runs this script, if there is one.
 * @param {readonly string[]} args
 * @param {NodeJS.Platform} platform
 * @param {string | undefined} running npm's own script
 * @returns {{ command: string, given: readonly string[], shell: boolean }}
 */
export function npmCommand(args, platform, running) {
  if (running && path.basename(running) === 'npm-cli.js') {
    return { command: process.execPath, given: [running, ...args], shell: false };
  }
  // Since 2024 Node starts a .cmd file only in a shell, which takes one line.
  if (platform === 'win32') return { command: ['npm.cmd', ...args].join(' '), given: [], shell: true };
  return { command: 'npm', given: args, shell: false };
}
