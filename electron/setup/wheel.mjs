import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import stream from 'node:stream';
import { CommandFailed, run } from './command.mjs';
import { megabytes, requireRoom, watchingGrowth } from './disk.mjs';
import { cacheFolder } from './places.mjs';
import { SetupProblem } from './problem.mjs';
import { python } from './python.mjs';

/**
 * A Python package file (a ZIP archive) whose native libraries are used.
 * @typedef {object} Wheel
 * @property {string} requirement package and version
 * @property {string} platform
 * @property {string} [pythonVersion] that it is for; 3.11 by default
 * @property {string} file
 * @property {string} sha256
 * @property {number} bytes
 */

/**
 * Returns the wheel's path in the download cache and downloads it if it is missing. Its checksum is verified every
 * time.
 * @param {Wheel} wheel
 * @param {import('./steps.mjs').Report} report
 */
export async function fetchWheel(wheel, report) {
  const file = path.join(cacheFolder, wheel.file);
  if (fs.existsSync(file)) {
    report('checking the download');
    if ((await sha256(file)) === wheel.sha256) return file;
    fs.rmSync(file);
  }
  const downloads = path.join(cacheFolder, 'unfinished');
  fs.rmSync(downloads, { recursive: true, force: true });
  fs.mkdirSync(downloads, { recursive: true });
  try {
    requireRoom(cacheFolder, 2 * wheel.bytes);
    const downloaded = await download(wheel, downloads, report);
    report('checking the download');
    const sum = await sha256(downloaded);
    if (sum !== wheel.sha256) {
      throw new SetupProblem(
        `${wheel.file} is not the expected file: its SHA-256 is ${sum} instead of ${wheel.sha256}.`,
        'A mirror or proxy may have changed it. Try again, or from another network.',
      );
    }
    fs.renameSync(downloaded, file);
  } finally {
    fs.rmSync(downloads, { recursive: true, force: true });
  }
  return file;
}

/**
 * Unpacks the files of a wheel whose names begin with one of `prefixes`.
 * @param {string} file
 * @param {string} target
 * @param {number} bytes size when unpacked
 * @param {readonly string[]} prefixes
 * @param {import('./steps.mjs').Report} report
 */
export async function unpackWheel(file, target, bytes, prefixes, report) {
  requireRoom(target, bytes);
  const program = [
    'import sys, zipfile',
    'archive = zipfile.ZipFile(sys.argv[1])',
    'wanted = [name for name in archive.namelist() if name.startswith(tuple(sys.argv[3:]))]',
    'archive.extractall(sys.argv[2], wanted)',
  ].join('\n');
  /** @param {string} progress */
  const unpacking = (progress) => report(`unpacking, ${progress}`);
  const [command, ...args] = python(`to unpack ${path.basename(file)}`);
  await watchingGrowth(target, bytes, unpacking, () =>
    run(command, [...args, '-c', program, file, target, ...prefixes]),
  );
}

/**
 * @param {Wheel} wheel
 * @param {string} folder
 * @param {import('./steps.mjs').Report} report
 */
async function download({ requirement, platform, pythonVersion = '3.11', file, bytes }, folder, report) {
  // pip downloads into its temporary folder. This one shows the progress, and is on the disk whose space was checked.
  const temporary = path.join(folder, 'tmp');
  fs.mkdirSync(temporary);
  const only = [
    '--no-deps',
    '--only-binary=:all:',
    `--python-version=${pythonVersion}`,
    `--platform=${platform}`,
  ];
  const [command, ...args] = python(`to fetch ${requirement}`);
  args.push('-m', 'pip', 'download', '--no-cache-dir', `--dest=${folder}`, ...only, requirement);
  /** @param {string} progress */
  const downloading = (progress) => report(`downloading, ${progress}`);
  try {
    await watchingGrowth(temporary, bytes, downloading, () =>
      run(command, args, { env: { TMPDIR: temporary, PIP_RESUME_RETRIES: '10' } }),
    );
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetupProblem(
      `pip could not download ${requirement} (${megabytes(bytes)}).\n${error.output}`,
      'Check the network connection (python3 -m pip download --no-deps six), then run the same command again.',
    );
  }
  return path.join(folder, file);
}

/** @param {string} file */
async function sha256(file) {
  const hash = crypto.createHash('sha256');
  await stream.promises.pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
