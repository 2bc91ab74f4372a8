/** A training whose process is killed during an operation on its files or at any other moment. */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toErrorData } from '../errors';
import { lockName, removeUnfinished } from '../run/run-folder';
import { chosen, die, report } from '../testing/fault-plan';
import {
  createFaultedRun,
  faultedArguments,
  requireWholeCheckpoints,
  resultOf,
  trainToEnd,
} from '../testing/faulted-run';
import { faultVariable, injectFaults } from '../testing/file-faults.mjs';
import { writeTinyImages } from '../testing/tiny-images';

const commandLine = path.join(import.meta.dirname, '../../dist/job/cli.mjs');
const faultsAtStart = path.join(import.meta.dirname, '../testing/file-faults.mjs');

let folder: string;
let images: string;
let unbroken: ReturnType<typeof resultOf>;
let operationCount: number;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'training-killed-'));
  images = path.join(folder, 'images');
  await writeTinyImages(images, { count: 12, size: 8 });
  const run = path.join(folder, 'unbroken');
  createFaultedRun(run, images);
  const faults = injectFaults(run, () => undefined);
  expect(await trainToEnd(run, false).finally(faults.restore)).toBeUndefined();
  operationCount = faults.operations.length;
  unbroken = resultOf(run);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Trains in a separate process. `line` receives each line it prints. @returns the signal that ended it, if any */
async function trainApart(run: string, fault: object | undefined, line: (kill: () => void) => void) {
  const child = childProcess.spawn(
    process.execPath,
    [
      '--import',
      faultsAtStart,
      commandLine,
      'train',
      '--run',
      run,
      '--data',
      images,
      '--json',
      ...faultedArguments,
    ],
    {
      env: { ...process.env, ...(fault && { [faultVariable]: JSON.stringify(fault) }) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  readline.createInterface({ input: child.stdout }).on('line', () => line(() => child.kill('SIGKILL')));
  return new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject).on('close', (_, signal) => resolve(signal));
  });
}

/** Resumes the rest of a run. @returns the error, if any */
async function resumeKilled(run: string): Promise<string | undefined> {
  // A run that was killed before its record was written has nothing to resume.
  if (!fs.existsSync(path.join(run, 'run.json'))) return undefined;
  requireWholeCheckpoints(run);
  let error = await trainToEnd(run, true);
  if (error?.code === 'run-finished') error = undefined;
  if (error) return `cannot be resumed, ${JSON.stringify(error)}`;
  const left = unfinishedIn(run).filter((name) => !name.startsWith(lockName));
  // A file of the lock stays for a minute, since another process may be about to take the lock.
  for (const name of unfinishedIn(run)) fs.utimesSync(path.join(run, name), 0, 0);
  removeUnfinished(run);
  left.push(...unfinishedIn(run));
  if (left.length) return `leaves ${left.join(', ')}`;
  return isDeepStrictEqual(resultOf(run), unbroken) ? undefined : 'has another result';
}

function unfinishedIn(run: string): string[] {
  const names = fs.readdirSync(run, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.tmp'));
}

async function survive(name: string, kill: (run: string) => Promise<unknown>): Promise<string[]> {
  const run = path.join(folder, name.replaceAll(' ', '-'));
  try {
    await kill(run);
    const failure = await resumeKilled(run);
    return failure === undefined ? [] : [`killed at ${name}: ${failure}`];
  } catch (thrown) {
    return [`killed at ${name}: ${JSON.stringify(toErrorData(thrown))}`];
  } finally {
    fs.rmSync(run, { recursive: true, force: true });
  }
}

test('a run killed before or halfway through an operation on its files resumes with the same result', async () => {
  const startedAt = performance.now();
  const all = Array.from({ length: operationCount }, (_, at) => ({ at, fault: at % 2 ? 'kill' : 'half' }));
  const failures: string[] = [];
  const cases = chosen(all, 4);
  for (const { at, fault } of cases) {
    const kill = (run: string) => trainApart(run, { folder: run, at, fault }, () => {});
    failures.push(...(await survive(`operation ${at} ${fault}`, kill)));
  }
  report('A training killed at each operation on its files', cases.length, failures, startedAt);
  expect(failures).toEqual([]);
});

test('a run killed while it steps, draws or evaluates resumes with the same result', async () => {
  const startedAt = performance.now();
  const all = Array.from({ length: 200 }, (_, index) => index);
  const failures: string[] = [];
  const cases = chosen(all, 4);
  for (const index of cases) {
    // It prints its progress: reading, drawing, evaluating, steps, checkpoints.
    const printed = 1 + Math.floor(die(index, 1) * 20);
    const kill = (run: string) => {
      let lines = 0;
      return trainApart(run, undefined, (kill) => ++lines === printed && kill());
    };
    failures.push(...(await survive(`line ${printed} of its output, ${index}`, kill)));
  }
  report('A training killed at 200 random moments', cases.length, failures, startedAt);
  expect(failures).toEqual([]);
});
