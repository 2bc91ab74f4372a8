/** Runs whose files were damaged after they were saved, and runs that another program took for interrupted. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readPointer } from '../run/training-state';
import { recordInRun, runPaths } from '../run/run-folder';
import { createFaultedRun, resultOf, trainToEnd } from '../testing/faulted-run';
import { writeTinyImages } from '../testing/tiny-images';
import { TrainingControl } from './control';
import { train } from './train';

let folder: string;
let trained: string;
let run: string;
let unbroken: ReturnType<typeof resultOf>;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'train-damaged-'));
  await writeTinyImages(path.join(folder, 'images'), { count: 12, size: 8 });
  trained = path.join(folder, 'trained');
  createFaultedRun(trained, path.join(folder, 'images'));
  expect(await trainToEnd(trained, false)).toBeUndefined();
  unbroken = resultOf(trained);
});
beforeEach(() => {
  run = path.join(folder, 'run');
  fs.rmSync(run, { recursive: true, force: true });
  fs.cpSync(trained, run, { recursive: true });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const resumeFrom = (checkpoint: number) =>
  train({ runFolder: run, resume: true, checkpoint }, { report() {}, control: new TrainingControl() });

/** Changes a byte of the weights of a checkpoint. */
function damage(step: number): void {
  const file = path.join(runPaths(run).checkpoint(step), 'weights.safetensors');
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);
}

test.each([
  ['is missing', () => fs.unlinkSync(runPaths(run).last)],
  ['is empty', () => fs.writeFileSync(runPaths(run).last, '')],
])('a run whose file “last” %s offers its newest checkpoint, and resumes from there', async (_, harm) => {
  harm();
  expect(await trainToEnd(run, true)).toMatchObject({
    code: 'checkpoint-missing',
    facts: { others: [4, 6] },
  });
  await resumeFrom(4);
  expect(resultOf(run)).toEqual(unbroken);
});

test('of several damaged checkpoints none is offered before a whole one', async () => {
  damage(6);
  expect(await trainToEnd(run, true)).toMatchObject({
    code: 'checkpoint-damaged',
    facts: { step: 6, others: [4] },
  });
  damage(4);
  expect(await trainToEnd(run, true)).toMatchObject({
    code: 'checkpoint-damaged',
    facts: { step: 6, others: [] },
  });
});

test('a damaged file “best” is written again as a run is resumed', async () => {
  const best = readPointer(run, 'best');
  fs.writeFileSync(runPaths(run).best, 'x');
  await resumeFrom(4);
  expect(readPointer(run, 'best')).toBe(best);
  expect(resultOf(run)).toEqual(unbroken);
});

test('a run that another program took for interrupted before it started, starts', async () => {
  const early = path.join(folder, 'early');
  createFaultedRun(early, path.join(folder, 'images'));
  recordInRun(early, 'interrupted', { event: 'interrupted', step: 0, detail: 'the program ended' });
  expect(await trainToEnd(early, false)).toBeUndefined();
  expect(resultOf(early)).toEqual(unbroken);
  expect(await trainToEnd(early, false)).toMatchObject({ code: 'run-exists' });
});
