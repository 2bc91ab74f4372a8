/** How training uses a card, simulated where there is none; on-card.test.ts trains on a real one. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { device } from './device';
import type { TrainingEvent } from '../events';
import { readRunRecord } from '../run/run-folder';
import { defaultSettings } from '../settings';
import { writeTinyImages } from '../testing/tiny-images';
import { loadCheckpoint } from '../run/checkpoint';
import { TrainingControl } from '../training/control';
import { createRun } from '../run/create-run';
import { graphicsCard, trainingMemory, workersHere } from './graphics-card';
import { preferredMicroBatch } from '../training/memory-estimate';
import type { TrainingRequest } from '../training/control';
import { train } from '../training/train';
import { card, cores } from './workers';

const backend = tf.backend() as NodeJSKernelBackend;
const settings = { ...defaultSettings, size: 8, filters: 4, blocks: 1, batchSize: 8, sampleCount: 1 };
const onLinux = process.platform === 'linux' && process.arch === 'x64';
let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'card-'));
});
afterEach(() => {
  backend.isUsingGpuDevice = false;
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

/** Makes TensorFlow seem to compute on a card whose driver gives this answer. */
function seemToHaveCard(answer: string): void {
  const asked = path.join(folder, 'asked');
  const script = `#!/bin/sh\necho "$@" > '${asked}'\necho '${answer}'\n`;
  fs.writeFileSync(path.join(folder, 'nvidia-smi'), script, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  vi.stubEnv('CUDA_VISIBLE_DEVICES', '1,0');
  backend.isUsingGpuDevice = true;
}

async function trainOn(request: TrainingRequest): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  await train(request, { report: (event) => events.push(event), control: new TrainingControl() });
  return events;
}

test('without a card the cores compute', () => {
  expect(graphicsCard()).toBeUndefined();
  expect(workersHere()).toEqual(cores());
  expect(device()).toMatchObject({ kind: 'cpu', name: os.cpus()[0]?.model.trim() });
});

test('a card that TensorFlow does not use is named, with the reason', () => {
  vi.stubEnv('CUDA_VISIBLE_DEVICES', '');
  expect(device().noCard).toEqual(
    onLinux ? { reason: 'hidden', devices: '' } : { reason: 'system', system: expect.any(String) },
  );
  seemToHaveCard('NVIDIA Abacus 9000, 580.1, 9.0');
  backend.isUsingGpuDevice = false;
  expect(device().noCard?.reason).toBe(
    onLinux
      ? fs.existsSync('node_modules/@tensorflow/tfjs-node/deps/nvidia')
        ? 'not-usable'
        : 'processor-only'
      : 'system',
  );
});

test('a card has a name and free memory, and computes the whole batch at once', () => {
  seemToHaveCard('NVIDIA Abacus 9000, 1024, 4096');
  expect(graphicsCard()).toEqual({ name: 'NVIDIA Abacus 9000', freeBytes: 2 ** 30, totalBytes: 2 ** 32 });
  expect(fs.readFileSync(path.join(folder, 'asked'), 'utf8')).toMatch(/-i 1$/m);
  expect(workersHere()).toBe(card);
  expect(device()).toMatchObject({ kind: 'gpu', name: 'NVIDIA Abacus 9000', noCard: null });
});

test('the memory for training is the card’s where it computes, otherwise the machine’s', () => {
  const machine = trainingMemory();
  expect(machine.card).toBeNull();
  expect(machine.freeBytes).toBeGreaterThan(1e7);
  seemToHaveCard('NVIDIA Abacus 9000, 1024, 4096');
  expect(trainingMemory()).toEqual({
    freeBytes: 2 ** 30,
    card: { name: 'NVIDIA Abacus 9000', totalBytes: 2 ** 32 },
  });
});

test('a run records what trained it, and that it was continued elsewhere', async () => {
  const dataFolder = path.join(folder, 'images');
  const runFolder = path.join(folder, 'run');
  await writeTinyImages(dataFolder, { count: 12, size: 8 });
  createRun(runFolder, { name: 'run', preset: '', settings: { ...settings, steps: 2 }, dataFolder });
  await trainOn({ runFolder, resume: false });
  expect(readRunRecord(runFolder).machine.card).toBeUndefined();
  expect(loadCheckpoint(runFolder).state.arithmetic?.microBatch).toBe(preferredMicroBatch(settings));

  seemToHaveCard('NVIDIA Abacus 9000, 4096, 8192');
  await trainOn({ runFolder, resume: true, steps: 4 });
  expect(readRunRecord(runFolder).machine.card).toBe('NVIDIA Abacus 9000');
  expect(loadCheckpoint(runFolder).state.arithmetic).toMatchObject({
    cpu: 'NVIDIA Abacus 9000',
    microBatch: 8,
  });

  await trainOn({ runFolder, resume: true, steps: 6 });
  const details = readRunRecord(runFolder).history.flatMap(({ event, detail }) =>
    event === 'resumed-not-bit-exact' ? [detail] : [],
  );
  expect(details).toHaveLength(2);
  expect(details[0]).toContain('and is NVIDIA Abacus 9000');
  expect(details[1]).toBe('a graphics card adds up in varying order');
});
