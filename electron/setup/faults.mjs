import './node-version.mjs';
import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { electron } from './electron.mjs';
import { numpy } from './numpy.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries, virtualDisplay } from './system-libraries.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run test:faults`: runs all cases of the suites of which `npm test` runs a few, and writes their figures to a
// document. It takes an hour or more. PIXELCNN_STUDIO_FAULT_SEED repeats the random cases of an earlier run. With the
// names of test files, it runs those alone and replaces their figures in the document of the last whole run.
await setUp([packages, ...tensorflow, electron, systemLibraries, virtualDisplay, numpy, build]);

const { PIXELCNN_STUDIO_FAULT_SEED: seed = String(crypto.randomInt(2 ** 31)) } = process.env;
const figures = inRoot('test-results/faults.jsonl');
const document = inRoot('resources/docs/faults.md');
fs.mkdirSync(path.dirname(figures), { recursive: true });
const named = process.argv.slice(2);
if (!named.length) fs.rmSync(figures, { force: true });
console.log(`The seed is ${seed}.`);

const suites = wanted(['model', 'electron'].flatMap(suitesIn));
const windows = wanted(['e2e/killed.spec.ts', 'e2e/long-run.spec.ts']);
const config = [
  '--config',
  'e2e/vitest.config.ts',
  '--testTimeout',
  String(4 * 3600 * 1000),
  '--maxWorkers',
  '1',
];
const environment = {
  ...process.env,
  PIXELCNN_STUDIO_FAULT_SEED: seed,
  PIXELCNN_STUDIO_FAULT_FIGURES: figures,
};
const codes = [];
if (suites.length) codes.push(run('vitest/vitest.mjs', 'run', ...config, ...suites));
if (windows.length) {
  const config = ['--config', 'e2e/playwright.config.ts', '--workers', '1', '--timeout', '7200000'];
  codes.push(run('playwright/cli.js', 'test', ...config, ...windows));
}
if (fs.existsSync(figures)) fs.writeFileSync(document, documentOf(fs.readFileSync(figures, 'utf8')));
process.exit(codes.every((code) => code === 0) ? 0 : 1);

/** @param {string[]} files */
function wanted(files) {
  return named.length ? files.filter((file) => named.includes(file)) : files;
}

/**
 * @param {string} script
 * @param {string[]} args
 */
function run(script, ...args) {
  const program = [inRoot('node_modules', script), ...args];
  return childProcess.spawnSync(process.execPath, program, { cwd: root, stdio: 'inherit', env: environment })
    .status;
}

/**
 * Lists the tests that choose their cases with fault-plan.ts.
 * @param {string} folder
 * @returns {string[]}
 */
function suitesIn(folder) {
  const names = fs.readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((file) => fs.readFileSync(inRoot(file), 'utf8').includes("/testing/fault-plan'"));
}

/** @param {string} lines the figures that `report` of model/testing/fault-plan.ts wrote */
function documentOf(lines) {
  const newest = new Map(
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map((row) => [row.suite, row]),
  );
  const rows = [...newest.values()].sort((a, b) => a.suite.localeCompare(b.suite));
  const cells = rows.map(({ suite, cases, survived, seconds, seed }) => [
    suite,
    cases.toLocaleString('en-GB'),
    survived.toLocaleString('en-GB'),
    seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`,
    String(seed),
  ]);
  const table = [['Suite', 'Cases', 'Passed', 'Time', 'Seed'], ['---', '--:', '--:', '--:', '--:'], ...cells];
  const cpu = os.cpus()[0]?.model ?? 'an unknown processor';
  return `# Faults and hostile input

Made by \`npm run test:faults\` on ${new Date().toISOString().slice(0, 10)}, on ${cpu} with ${os.cpus().length} cores, Node ${process.versions.node}. \`npm test\` runs a few of these cases at random each time.

${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
