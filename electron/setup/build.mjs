import './node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';
import { writeLicences } from './licences.mjs';
import { packages } from './packages.mjs';
import { inRoot, isEntry, root } from './places.mjs';
import { setUp } from './steps.mjs';

const stamp = inRoot('dist/stamp');
const kernelFolder = inRoot('model/kernel/assembly');
const kernel = inRoot('dist/job/kernel.wasm');

/** @type {import('./steps.mjs').Step} */
export const build = {
  title: 'Building the program',
  isDone: () =>
    modified(stamp) > Math.max(...['electron', 'renderer', 'model', 'package-lock.json'].map(newest)),
  async work(report) {
    // A file that changes during the build must count as newer than the build.
    const started = new Date();
    report('processes');
    await vite('build', '--app', '--config', 'electron/vite.config.ts');
    report('page');
    await vite('build', '--config', 'renderer/vite.config.ts');
    writeLicences();
    if (modified(kernel) <= newest(kernelFolder)) {
      report('kernel');
      await tool('assemblyscript/bin/asc.js', '--config', 'model/kernel/assembly/asconfig.json');
    }
    fs.writeFileSync(stamp, '');
    fs.utimesSync(stamp, started, started);
  },
};

/** @param {...string} args */
const vite = (...args) => tool('vite/bin/vite.js', ...args, '--logLevel', 'warn');

/**
 * @param {string} script in node_modules
 * @param {...string} args
 */
const tool = (script, ...args) =>
  run(process.execPath, [inRoot('node_modules', script), ...args], { cwd: root });

/**
 * The time of the last change of a file, or in a folder, as `mtimeMs`.
 * @param {string} place relative to the project, or absolute
 * @returns {number}
 */
function newest(place) {
  const there = path.resolve(root, place);
  const times = [modified(there)];
  if (times[0] && fs.statSync(there).isDirectory()) {
    for (const name of fs.readdirSync(there)) times.push(newest(path.join(there, name)));
  }
  return Math.max(...times);
}

/** @param {string} file */
const modified = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (isEntry(import.meta.url)) await setUp([packages, build]);
