import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { TrainingEvent } from '../events';
import { readRunRecord } from '../run/run-folder';
import { defaultSettings } from '../settings';
import { writeTinyImages } from '../testing/tiny-images';
import { loadCheckpoint } from '../run/checkpoint';
import { TrainingControl } from './control';
import { createRun } from '../run/create-run';
import { Learner } from './learner';
import { train } from './train';

test('a step that runs out of memory is repeated with smaller micro-batches', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-'));
  const dataFolder = path.join(folder, 'images');
  const runFolder = path.join(folder, 'run');
  await writeTinyImages(dataFolder, { count: 12, size: 8 });
  const settings = {
    ...defaultSettings,
    size: 8,
    filters: 4,
    blocks: 1,
    batchSize: 8,
    steps: 3,
    sampleCount: 1,
  };
  createRun(runFolder, { name: 'run', preset: '', settings, dataFolder });
  const { stepByCalls } = Learner.prototype;
  let failures = 1;
  vi.spyOn(Learner.prototype, 'stepByCalls').mockImplementation(function (this: Learner, ...args) {
    if (failures-- > 0) throw new Error('OOM when allocating tensor with shape[8,8,8,4] and type float');
    return stepByCalls.apply(this, args);
  });
  const events: TrainingEvent[] = [];
  await train(
    { runFolder, resume: false },
    { report: (event) => events.push(event), control: new TrainingControl() },
  );
  vi.restoreAllMocks();

  const notice = events.find((event) => event.type === 'noticed')?.notice;
  expect(notice).toMatchObject({ code: 'smaller-micro-batch' });
  const microBatch = notice?.code === 'smaller-micro-batch' ? notice.microBatch : 0;
  expect(microBatch).toBeGreaterThan(0);
  const { state } = loadCheckpoint(runFolder);
  expect(state).toMatchObject({ step: 3, arithmetic: { microBatch } });
  expect(readRunRecord(runFolder).history.map(({ event }) => event)).toContain('smaller-micro-batch');
  fs.rmSync(folder, { recursive: true });
});
