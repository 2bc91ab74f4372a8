import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { toErrorData, type ErrorData } from '../errors';
import type { TrainingEvent } from '../events';
import { createRun } from '../run/create-run';
import { defaultSettings, type Settings } from '../settings';
import { TrainingControl, type TrainingRequest } from '../training/control';
import { train } from '../training/train';
import { writeTinyImages } from './tiny-images';

/** Settings of a training that takes a second. */
export const tinySettings: Settings = {
  ...defaultSettings,
  size: 8,
  levels: 4,
  filters: 8,
  blocks: 1,
  firstKernel: 5,
  learningRate: 1e-2,
  batchSize: 8,
  steps: 10,
  evaluateEvery: 5,
  checkpointEvery: 5,
  sampleCount: 4,
  validationShare: 0.2,
};

/** What a training reported, and how it failed, if it did. */
export interface Sitting {
  events: TrainingEvent[];
  error: ErrorData | undefined;
}

type Listen = (event: TrainingEvent, control: TrainingControl) => void;

/** For every test of a file a new folder with 24 images, and runs in it. Checks that no training leaves a tensor. */
export function tinyTraining() {
  const fixture = { folder: '', images: '' };
  let tensorsBefore = 0;
  beforeEach(async () => {
    fixture.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'train-'));
    fixture.images = path.join(fixture.folder, 'images');
    await writeTinyImages(fixture.images, { count: 24, size: 8 });
    tensorsBefore = tf.memory().numTensors;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    fs.rmSync(fixture.folder, { recursive: true });
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  function newRun(name: string, changes: Partial<Settings> = {}): string {
    const runFolder = path.join(fixture.folder, name);
    const settings = { ...tinySettings, ...changes };
    createRun(runFolder, { name, preset: 'tiny', settings, dataFolder: fixture.images });
    return runFolder;
  }

  return {
    fixture,
    newRun,
    begin: (runFolder: string, listen?: Listen) => sit({ runFolder, resume: false }, listen),
    resume: (runFolder: string, more: Partial<TrainingRequest> = {}) =>
      sit({ runFolder, resume: true, ...more }),
  };
}

/** @param listen may use the control */
async function sit(request: TrainingRequest, listen?: Listen): Promise<Sitting> {
  const control = new TrainingControl();
  const events: TrainingEvent[] = [];
  const report = (event: TrainingEvent) => {
    events.push(event);
    listen?.(event, control);
  };
  let error: ErrorData | undefined;
  await train(request, { report, control }).catch((thrown: unknown) => {
    error = toErrorData(thrown);
  });
  return { events, error };
}
