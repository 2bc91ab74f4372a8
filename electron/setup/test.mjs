import './node-version.mjs';
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { hasCard } from '../../model/machine/nvidia.mjs';
import { build } from './build.mjs';
import { currentNode, engineProblem } from './current-node.mjs';
import { electron } from './electron.mjs';
import { numpy } from './numpy.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { setUp } from './steps.mjs';
import { chromium, connectionTracer, systemLibraries, virtualDisplay } from './system-libraries.mjs';
import { tensorflow } from './tensorflow.mjs';
import { playwrightResult, vitestResult } from './test-results.mjs';

/**
 * @typedef {import('./test-results.mjs').Result} Result
 * @typedef {{ name: string, isCheck?: boolean, run: () => Promise<Result> }} Part
 */

// `npm test` runs all checks and tests. `npm test -- --only unit` runs one part, by a name from this list.
const unitReport = inRoot('test-results/unit.json');
const cardReport = inRoot('test-results/card.json');
const windowReport = inRoot('test-results/windows.json');
const todayReport = inRoot('test-results/today.json');
/** Tests of the window that run on a current engine too; `npm run test:today` runs all. */
const todayFiles = ['window', 'settings', 'data'].map((name) => `e2e/${name}.spec.ts`);
const problemOfToday = engineProblem();
/** @type {Part[]} */
const parts = [
  check('format', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  check('lint', 'eslint/bin/eslint.js', '--config', '.eslint.config.js', '--max-warnings=0', '.'),
  check('types', 'typescript/bin/tsc', '-p', '.'),
  check('page-types', 'svelte-check/bin/svelte-check', '--tsconfig', 'tsconfig.json', '--fail-on-warnings'),
  {
    name: 'unit',
    run: () => vitest(unitReport, 'engine', 'page'),
  },
  {
    name: 'card',
    run: async () =>
      hasCard()
        ? vitest(cardReport, 'card')
        : notRun('There is no NVIDIA card that TensorFlow can use, so these tests did not run.'),
  },
  {
    name: 'windows',
    run: () => playwright(windowReport, 'e2e/playwright.config.ts'),
  },
  {
    name: 'today',
    run: async () =>
      problemOfToday === null
        ? playwright(todayReport, 'e2e/today.config.ts', ...todayFiles)
        : notRun(problemOfToday),
  },
];

await setUp([
  packages,
  ...tensorflow,
  electron,
  systemLibraries,
  virtualDisplay,
  connectionTracer,
  chromium,
  numpy,
  ...(problemOfToday === null ? [currentNode] : []),
  build,
]);
fs.mkdirSync(inRoot('test-results'), { recursive: true });

const wanted = process.argv[2] === '--only' ? process.argv.slice(3) : parts.map((part) => part.name);
const unknown = wanted.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined || (process.argv[2] && process.argv[2] !== '--only')) {
  console.error(`npm test -- --only takes ${parts.map((part) => part.name).join(', ')}.`);
  process.exit(1);
}

const chosen = parts.filter((part) => wanted.includes(part.name));
/** @type {Map<string, { result: Result, seconds: number }>} */
const ended = new Map();
// A check uses one core, a test runner all of them.
await twoAtATime(
  chosen.filter(({ isCheck }) => isCheck),
  take,
);
for (const part of chosen) if (!part.isCheck) await take(part);

const total = { passed: 0, failed: 0 };
console.log();
for (const { name } of chosen) {
  const { result, seconds } = /** @type {{ result: Result, seconds: number }} */ (ended.get(name));
  const { passed, failed, notes } = result;
  const outcome = failed ? 'FAILED ' : passed ? 'passed ' : 'not run';
  console.log(`${outcome} ${name}: ${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s`);
  for (const note of notes) console.log(`        ${note}`);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed ? 1 : 0);

/**
 * Runs a part. The output of a check is shown when it has ended, so that two at a time do not mix.
 * @param {Part} part
 */
async function take({ name, isCheck, run }) {
  if (!isCheck) console.log(`\n${name}`);
  const started = Date.now();
  const result = await run();
  ended.set(name, { result, seconds: (Date.now() - started) / 1000 });
  if (isCheck) console.log(`\n${name}${result.output ? `\n${result.output.trimEnd()}` : ''}`);
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<void>} work
 */
async function twoAtATime(items, work) {
  const left = [...items];
  const workThrough = async () => {
    for (let item = left.shift(); item; item = left.shift()) await work(item);
  };
  await Promise.all([workThrough(), workThrough()]);
}

/**
 * @param {string} name
 * @param {...string} program a tool in node_modules and its arguments
 * @returns {Part}
 */
function check(name, ...program) {
  return {
    name,
    isCheck: true,
    run: async () => {
      const { succeeded, output } = await tool(program, 'pipe');
      return { passed: Number(succeeded), failed: Number(!succeeded), notes: [], output };
    },
  };
}

/**
 * Runs a test runner and counts the tests in its report; one that ends without a report has failed.
 * @param {string} report
 * @param {(report: any) => Result} count
 * @param {...string} program
 */
async function reported(report, count, ...program) {
  fs.rmSync(report, { force: true });
  const { succeeded } = await tool(program, 'inherit');
  if (!fs.existsSync(report)) return { passed: 0, failed: 1, notes: ['It ended without a report.'] };
  const result = count(JSON.parse(fs.readFileSync(report, 'utf8')));
  if (succeeded || result.failed) return result;
  return { ...result, failed: 1, notes: [...result.notes, 'It ended with an error outside its tests.'] };
}

/**
 * Runs a tool of node_modules.
 * @param {readonly string[]} program
 * @param {'inherit' | 'pipe'} stdio whether its output is shown at once, or returned
 * @returns {Promise<{ succeeded: boolean, output: string }>}
 */
function tool([script, ...args], stdio) {
  return new Promise((resolve, reject) => {
    const child = childProcess.spawn(process.execPath, [inRoot('node_modules', String(script)), ...args], {
      cwd: root,
      stdio: ['inherit', stdio, stdio],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject).on('close', (code) => resolve({ succeeded: code === 0, output }));
  });
}

/**
 * @param {string} report the file of the runner's report
 * @param {...string} projects of the tests' configuration
 */
function vitest(report, ...projects) {
  const wanted = projects.map((project) => `--project=${project}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const config = ['--config', 'e2e/vitest.config.ts', '--allowOnly=false'];
  return reported(report, vitestResult, 'vitest/vitest.mjs', 'run', ...config, ...wanted, ...reporters);
}

/**
 * @param {string} report the file of the runner's report
 * @param {string} config
 * @param {...string} files all without names
 */
function playwright(report, config, ...files) {
  process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = report;
  const options = ['--config', config, '--forbid-only', '--reporter=list,json'];
  return reported(report, playwrightResult, 'playwright/cli.js', 'test', ...options, ...files);
}

/**
 * @param {string} reason
 * @returns {Result}
 */
function notRun(reason) {
  console.log(reason);
  return { passed: 0, failed: 0, notes: [reason] };
}
