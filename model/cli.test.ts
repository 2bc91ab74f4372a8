/** Tests of the built command line that need a process of its own. */
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunRecord, runPaths } from './run/run-folder';
import { writeTinyImages } from './testing/tiny-images';
import { lockName } from './run/run-folder';

const script = fileURLToPath(new URL('../dist/job/cli.mjs', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'process-'));
  await writeTinyImages(path.join(folder, 'images'), { count: 6, size: 8 });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('paths are relative to the current folder, and stdout holds only JSON', async () => {
  const child = start(train('run', 3), { npm_lifecycle_event: 'cli', INIT_CWD: folder }, os.tmpdir());
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  const steps = lines.map((line) => JSON.parse(line) as { step: number; bits_per_dim?: number });
  expect(steps.filter((line) => line.bits_per_dim).map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(readRunRecord(path.join(folder, 'run')).status).toBe('finished');
});

test('a signal ends training with a checkpoint and exit code 0', async () => {
  const child = start(train('interrupted', 1_000_000));
  const stderr = text(child.stderr);
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await stderr).toContain('Continue with: npm run --silent cli -- resume --run');
  const run = path.join(folder, 'interrupted');
  const { step } = readRunRecord(run).history.at(-1) ?? {};
  expect(readRunRecord(run).status).toBe('stopped');
  expect(fs.existsSync(path.join(run, lockName))).toBe(false);
  expect(fs.readFileSync(runPaths(run).last, 'utf8')).toBe(`${step}\n`);
});

test('a run has one training: a second is refused by name, and takes over when the first is killed', async () => {
  const first = start(train('shared', 1_000_000));
  await once(first.stdout, 'data');
  const run = path.join(folder, 'shared');
  const record = fs.readFileSync(runPaths(run).record);
  const refused = start(['resume', '--run', run, '--json']);
  const [stdout, stderr, [code]] = await Promise.all([
    text(refused.stdout),
    text(refused.stderr),
    once(refused, 'exit'),
  ]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`Another process is training the run in ${run}.`);
  expect(stderr).toContain(`It is process ${first.pid} on ${os.hostname()}, since `);
  expect(fs.readFileSync(runPaths(run).record)).toEqual(record);

  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(fs.existsSync(path.join(run, lockName))).toBe(true);
  const steps = Number(fs.readFileSync(runPaths(run).last, 'utf8')) + 2;
  const second = start(['resume', '--run', run, '--steps', String(steps), '--json']);
  expect(await once(second, 'exit')).toEqual([0, null]);
  expect(readRunRecord(run).status).toBe('finished');
  expect(fs.existsSync(path.join(run, lockName))).toBe(false);
});

test('a reader that closes its end does not end the work', async () => {
  const child = start(train('unread', 20));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(readRunRecord(path.join(folder, 'unread')).status).toBe('finished');
});

test('an error prints a sentence and gives exit code 1', async () => {
  const child = start(['inspect', '--run', 'nowhere', '--image', 'i', '--x', '0', '--y', '0', '--json']);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  expect(stderr).toMatch(/^\S+nowhere holds no run\. .*\n$/);
});

function train(run: string, steps: number): string[] {
  const settings = ['size=8', 'filters=4', 'blocks=1', 'batchSize=4', 'sampleCount=2', 'evaluateEvery=1000'];
  return [
    ...['train', '--json', '--data', 'images', '--run', run, '--steps', String(steps)],
    ...settings.flatMap((pair) => ['--set', pair]),
  ];
}

function start(args: string[], env: Record<string, string> = {}, cwd = folder) {
  return spawn(process.execPath, [script, ...args], {
    cwd,
    // These tests may themselves be run by npm.
    env: { ...process.env, npm_lifecycle_event: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
