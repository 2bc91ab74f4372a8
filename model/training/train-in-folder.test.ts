/** Training and its folder: what happens when the folder moves, is deleted, or holds other files. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toErrorData } from '../errors';
import type { TrainingEvent } from '../events';
import { lockName, readRunRecord, sampleSteps } from '../run/run-folder';
import { defaultSettings } from '../settings';
import { contentsOf } from '../testing/folder-contents';
import { writeTinyImages } from '../testing/tiny-images';
import { TrainingControl } from './control';
import { createRun } from '../run/create-run';
import { takeRunLock } from '../run/run-lock';
import { train } from './train';
import { checkpointSteps } from '../run/training-state';

let folder: string;
let run: string;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'train-in-'));
  run = path.join(folder, 'library', 'run');
  const images = path.join(folder, 'images');
  await writeTinyImages(images, { count: 12, size: 8 });
  const small = { size: 8, filters: 4, blocks: 1, batchSize: 4, sampleCount: 1 };
  const settings = { ...defaultSettings, ...small, steps: 10, evaluateEvery: 5, checkpointEvery: 5 };
  createRun(run, { name: 'run', preset: 'tiny', settings, dataFolder: images });
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Trains and calls `then` at the event. @returns the error, if any */
async function sit(
  { resume, steps }: { resume: boolean; steps?: number },
  then: (event: TrainingEvent) => void = () => {},
) {
  const request = { runFolder: run, resume, ...(steps && { steps }) };
  return train(request, { report: then, control: new TrainingControl() }).then(
    () => undefined,
    (thrown: unknown) => toErrorData(thrown),
  );
}

const afterStep = (step: number, then: () => void) => (event: TrainingEvent) => {
  if (event.type === 'step-done' && event.step === step) then();
};

test('a run whose folder is moved away ends with an error, and can be resumed from its new folder', async () => {
  const moved = path.join(folder, 'moved');
  const error = await sit(
    { resume: false },
    afterStep(7, () => fs.renameSync(run, moved)),
  );
  expect(error).toMatchObject({ code: 'folder-gone', facts: { folder: run } });
  expect(fs.readdirSync(path.dirname(run))).toEqual([]);
  run = moved;
  expect(await sit({ resume: true })).toBeUndefined();
  expect(readRunRecord(run).status).toBe('finished');
});

test.each([1, 4, 5, 9])('a run deleted after step %i is not made again, nor is its library', async (step) => {
  const library = path.dirname(run);
  const error = await sit(
    { resume: false },
    afterStep(step, () => fs.rmSync(library, { recursive: true })),
  );
  expect(error).toMatchObject({ code: 'folder-gone', facts: { folder: library } });
  expect(fs.readdirSync(folder)).toEqual(['images']);
});

test('a run in training elsewhere is refused and unchanged; a training releases its own lock', async () => {
  const lock = takeRunLock(run);
  const before = contentsOf(run);
  const elsewhere = { code: 'run-locked', facts: { folder: run, pid: process.pid } };
  expect(await sit({ resume: false })).toMatchObject(elsewhere);
  expect(contentsOf(run)).toEqual(before);
  lock.release();

  const isFree = () => !fs.existsSync(path.join(run, lockName));
  const seen: boolean[] = [];
  const crash = () => {
    seen.push(isFree());
    throw new Error('struck by lightning');
  };
  await sit({ resume: false }, afterStep(6, crash));
  expect(seen).toEqual([false]);
  expect(isFree()).toBe(true);
  const another = takeRunLock(run);
  const failed = contentsOf(run);
  expect(await sit({ resume: true })).toMatchObject(elsewhere);
  expect(contentsOf(run)).toEqual(failed);
  another.release();
  expect(await sit({ resume: true })).toBeUndefined();
  expect(await sit({ resume: true })).toMatchObject({ code: 'run-finished' });
  expect(isFree()).toBe(true);
});

test('a training whose lock was taken over during a silence writes nothing more', async () => {
  const lock = path.join(run, lockName);
  let taken = {};
  const error = await sit(
    { resume: false },
    afterStep(7, () => {
      // As after a computer has slept: time has passed, and another process holds the lock.
      const other = fs.readFileSync(lock, 'utf8').replace(/"token": "\w+"/, '"token": "another"');
      fs.unlinkSync(lock);
      fs.writeFileSync(lock, other);
      vi.useFakeTimers({ now: Date.now() + 120_000, toFake: ['Date'] });
      taken = contentsOf(run);
    }),
  );
  vi.useRealTimers();
  expect(error).toEqual({ code: 'run-taken-over', facts: { folder: run } });
  expect(contentsOf(run)).toEqual(taken);
});

test('other files in the folder stay through training, a crash and a resume', async () => {
  const mine = ['checkpoints/123/letter.txt', 'samples/8.png', 'samples/400.png', 'thesis.txt'];
  const put = (name: string) => {
    fs.mkdirSync(path.dirname(path.join(run, name)), { recursive: true });
    fs.writeFileSync(path.join(run, name), `my ${name}`);
  };
  const crash = () => {
    throw new Error('struck by lightning');
  };
  await sit({ resume: false }, (event) => {
    afterStep(2, () => mine.forEach(put))(event);
    afterStep(8, crash)(event);
  });
  const before = contentsOf(run);
  expect(await sit({ resume: true, steps: 20 })).toBeUndefined();
  const after = contentsOf(run);
  for (const name of mine) expect([name, after[name]]).toEqual([name, before[name]]);
  expect(checkpointSteps(run)).toContain(20);
  expect(checkpointSteps(run).length).toBeLessThanOrEqual(2);
  expect(sampleSteps(run)).toEqual([0, 5, 8, 10, 15, 20, 400]);
});

test('a run that would replace a foreign picture ends, and can be resumed once the picture is moved', async () => {
  const picture = path.join(run, 'samples', '10.png');
  const error = await sit(
    { resume: false },
    afterStep(2, () => fs.writeFileSync(picture, 'mine')),
  );
  expect(error).toEqual({ code: 'file-foreign', facts: { file: picture } });
  expect(fs.readFileSync(picture, 'utf8')).toBe('mine');
  expect(checkpointSteps(run)).toContain(5);
  fs.renameSync(picture, path.join(folder, 'mine.png'));
  expect(await sit({ resume: true })).toBeUndefined();
  expect(sampleSteps(run)).toEqual([0, 5, 10]);
});
