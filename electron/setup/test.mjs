import './node-version.mjs';
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { build } from './build.mjs';
import { electron } from './electron.mjs';
import { numpy } from './numpy.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries, virtualDisplay } from './system-libraries.mjs';
import { tensorflow, trainsOnCard } from './tensorflow.mjs';
import { playwrightResult, vitestResult } from './test-results.mjs';

/** @typedef {import('./test-results.mjs').Result} Result */

// `npm test`: everything that must hold. `npm test -- --only unit` takes one part, by a name from this list.
const unitReport = inRoot('test-results/unit.json');
const cardReport = inRoot('test-results/card.json');
const windowReport = inRoot('test-results/windows.json');
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
      trainsOnCard()
        ? vitest(cardReport, 'card')
        : notRun('There is no NVIDIA card here that TensorFlow computes on, so none was tried.'),
  },
  {
    name: 'windows',
    run: () => {
      process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = windowReport;
      const config = ['--config', 'e2e/playwright.config.ts', '--forbid-only', '--reporter=list,json'];
      return reported(windowReport, playwrightResult, 'playwright/cli.js', 'test', ...config);
    },
  },
];

await setUp([packages, ...tensorflow, electron, systemLibraries, virtualDisplay, numpy, build]);
fs.mkdirSync(inRoot('test-results'), { recursive: true });

const wanted = process.argv[2] === '--only' ? process.argv.slice(3) : parts.map((part) => part.name);
const unknown = wanted.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined || (process.argv[2] && process.argv[2] !== '--only')) {
  console.error(`npm test -- --only takes ${parts.map((part) => part.name).join(', ')}.`);
  process.exit(1);
}

const total = { passed: 0, failed: 0 };
const summary = [];
for (const { name, run } of parts.filter((part) => wanted.includes(part.name))) {
  console.log(`\n${name}`);
  const started = Date.now();
  const { passed, failed, notes } = await run();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const outcome = failed ? 'FAILED ' : passed ? 'passed ' : 'not run';
  summary.push(`${outcome} ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  summary.push(...notes.map((note) => `        ${note}`));
  total.passed += passed;
  total.failed += failed;
}
console.log(`\n${summary.join('\n')}\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed ? 1 : 0);

/**
 * @param {string} name
 * @param {...string} program a tool in node_modules and its arguments
 */
function check(name, ...program) {
  return {
    name,
    /** @returns {Promise<Result>} */
    run: async () =>
      (await tool(...program)) ? { passed: 1, failed: 0, notes: [] } : { passed: 0, failed: 1, notes: [] },
  };
}

/**
 * Runs a test runner and counts by the report it writes; one that ends without a report has failed.
 * @param {string} report
 * @param {(report: any) => Result} count
 * @param {...string} program
 */
async function reported(report, count, ...program) {
  fs.rmSync(report, { force: true });
  const succeeded = await tool(...program);
  if (!fs.existsSync(report)) return { passed: 0, failed: 1, notes: ['It ended without a report.'] };
  const result = count(JSON.parse(fs.readFileSync(report, 'utf8')));
  if (succeeded || result.failed) return result;
  return { ...result, failed: 1, notes: [...result.notes, 'It ended with an error outside its tests.'] };
}

/**
 * Runs a tool of node_modules with its output shown; answers whether it succeeded.
 * @param {string[]} program
 * @returns {Promise<boolean>}
 */
function tool(...[script, ...args]) {
  return new Promise((resolve, reject) => {
    childProcess
      .spawn(process.execPath, [inRoot('node_modules', String(script)), ...args], {
        cwd: root,
        stdio: 'inherit',
      })
      .on('error', reject)
      .on('exit', (code) => resolve(code === 0));
  });
}

/**
 * @param {string} report where the runner writes its report
 * @param {...string} projects of the tests' configuration
 */
function vitest(report, ...projects) {
  const wanted = projects.map((project) => `--project=${project}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const config = ['--config', 'e2e/vitest.config.ts', '--allowOnly=false'];
  return reported(report, vitestResult, 'vitest/vitest.mjs', 'run', ...config, ...wanted, ...reporters);
}

/**
 * @param {string} reason
 * @returns {Result}
 */
function notRun(reason) {
  console.log(reason);
  return { passed: 0, failed: 0, notes: [reason] };
}
