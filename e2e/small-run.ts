/** Small runs made by the command line. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkerFixture } from 'playwright/test';
import { exampleImages } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The id that a small run has in the library. */
export const smallRunId = '2026-11-24-080000';

export function commandLine(...args: string[]): string {
  return execFileSync(process.execPath, ['electron/setup/engine.mjs', 'cli', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
}

/** Trains on the example images. */
export function trainSmall(runFolder: string, steps: number, ...settings: string[]): void {
  const set = settings.flatMap((setting) => ['--set', setting]);
  commandLine('train', '--data', exampleImages, '--run', runFolder, '--steps', String(steps), ...set);
}

/** Keeps the checkpoints at steps 10 and 20 of twenty. */
export const keptTwice = ['evaluateEvery=10', 'checkpointEvery=10', 'keepEvery=10'];

/** A fixture: the folder of a run of twenty steps, made once for the tests of a worker. */
export function smallRun(...settings: string[]): WorkerFixture<string, object> {
  return async ({}, use, workerInfo) => {
    const folder = fs.mkdtempSync(path.join(workerInfo.project.outputDir, 'small-run-'));
    const runFolder = path.join(folder, smallRunId);
    trainSmall(runFolder, 20, ...keptTwice, ...settings);
    await use(runFolder);
    fs.rmSync(folder, { recursive: true });
  };
}
