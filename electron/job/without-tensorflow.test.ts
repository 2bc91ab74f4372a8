/** The built job and command line without TensorFlow's addon. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JobHost } from './host';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'without-'));
const built = path.join(folder, 'dist/job');

/** Copies the built program with all its packages, but only the JavaScript of TensorFlow. */
beforeAll(() => {
  fs.cpSync(path.join(root, 'dist/job'), built, { recursive: true });
  const [packages, copied] = [path.join(root, 'node_modules'), path.join(folder, 'node_modules')];
  fs.mkdirSync(path.join(copied, '@tensorflow'), { recursive: true });
  const link = (name: string) => fs.symlinkSync(path.join(packages, name), path.join(copied, name));
  for (const name of fs.readdirSync(packages)) if (name !== '@tensorflow') link(name);
  const parts = fs.readdirSync(path.join(packages, '@tensorflow')).map((name) => `@tensorflow/${name}`);
  for (const name of parts) if (name !== '@tensorflow/tfjs-node') link(name);
  for (const part of ['package.json', 'dist']) {
    const from = path.join(packages, '@tensorflow/tfjs-node', part);
    fs.cpSync(from, path.join(copied, '@tensorflow/tfjs-node', part), { recursive: true });
  }
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('the job answers every request with that error, and ends on request', async () => {
  const program = { command: process.execPath, args: [path.join(built, 'process.mjs')], env: process.env };
  const host = new JobHost('job', program, () => {});
  const missing = {
    code: 'tensorflow-missing',
    facts: { reason: expect.stringContaining('tfjs_binding.node') as string },
  };
  await expect(host.ask('readDevice', null).answer).rejects.toMatchObject(missing);
  await expect(host.ask('pauseTraining', null).answer).rejects.toMatchObject(missing);
  expect(host.isRunning).toBe(true);
  await host.stop();
  expect(host.isRunning).toBe(false);
});

test('the command line reports it in a sentence and leaves no run', () => {
  const run = path.join(folder, 'run');
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(built, 'cli.mjs'), ...args], { encoding: 'utf8' });
  const { status, stdout, stderr } = cli('train', '--data', folder, '--run', run, '--json');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^TensorFlow cannot be loaded\. .*tfjs_binding\.node.*\. Start the program .*\n$/);
  expect(fs.existsSync(run)).toBe(false);
  expect(cli('--help')).toMatchObject({ status: 0, stderr: '' });
});
