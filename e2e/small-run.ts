/** Makes small runs with the command line. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'playwright/test';
import { exampleImages } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The id of a small run in the library. */
export const smallRunId = '2026-11-24-080000';

export function commandLine(...args: string[]): string {
  return execFileSync(process.execPath, ['electron/setup/engine.mjs', 'cli', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
}

const made = new Map<string, string>();

/**
 * The folder of a run trained on the example images. Each worker makes it once for all its tests, which only read it.
 */
export function trainedOnce(steps: number, ...settings: string[]): string {
  const key = [steps, ...settings].join(' ');
  const known = made.get(key);
  if (known !== undefined) return known;
  const runFolder = path.join(
    fs.mkdtempSync(path.join(test.info().project.outputDir, 'trained-')),
    smallRunId,
  );
  const set = settings.flatMap((setting) => ['--set', setting]);
  commandLine('train', '--data', exampleImages, '--run', runFolder, '--steps', String(steps), ...set);
  made.set(key, runFolder);
  return runFolder;
}

/** A run of twenty steps that keeps its checkpoints at steps 10 and 20. */
export function smallRun(...settings: string[]): string {
  return trainedOnce(20, 'evaluateEvery=10', 'checkpointEvery=10', 'keepEvery=10', ...settings);
}
