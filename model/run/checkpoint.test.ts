import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { initialWeights } from '../nets/initial-weights';
import { parametersOf } from '../nets/model-shape';
import { nameWeights } from '../nets/parameters';
import { packRun } from './run-file';
import { readRunRecord, runPaths, writeRunRecord } from './run-folder';
import { described } from '../testing/random-run';
import { whileReplaced } from '../testing/replaced-checkpoints';
import {
  goBackTo,
  loadCheckpoint,
  loadWeights,
  saveCheckpoint,
  untrained,
  type Checkpoint,
} from './checkpoint';
import { createRun } from './create-run';
import { exportRun } from './export-run';
import { readSafetensors, writeSafetensors } from '../weight-files/safetensors';
import { checkpointFile } from './training-state';

const description = described({ filters: 4, blocks: 1 });
const { settings } = description;
const specs = parametersOf(description);

let folder: string;
let run: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'checkpoint-'));
  run = path.join(folder, 'run');
  createRun(run, { name: 'test', preset: 'tiny', settings, dataFolder: folder });
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function checkpointAt(step: number): Checkpoint {
  const weights = initialWeights(specs, step);
  const fresh = untrained(weights, settings);
  const firstMoment = weights.map((weight) => weight / 10);
  const secondMoment = weights.map((weight) => weight ** 2);
  return { ...fresh, state: { ...fresh.state, step, bestNats: 0.5 }, firstMoment, secondMoment };
}

const weightsFile = (step: number) => path.join(runPaths(run).checkpoint(step), 'weights.safetensors');
const hashOf = (file: string) => crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');

test('a checkpoint is loaded as it was saved, bit for bit', () => {
  const checkpoint = checkpointAt(7);
  saveCheckpoint(run, specs, checkpoint);
  expect(loadCheckpoint(run)).toEqual(checkpoint);
  const { record, step, weights, sha256 } = loadWeights(run);
  expect([record.name, step, sha256]).toEqual(['test', 7, hashOf(weightsFile(7))]);
  expect(weights).toEqual(nameWeights(specs, checkpoint.weights));
});

test('averaged weights are saved beside the others, and are used to draw and inspect', () => {
  const averaging = path.join(folder, 'averaging');
  const decaying = { ...settings, averageDecay: 0.99 };
  createRun(averaging, { name: 'test', preset: 'tiny', settings: decaying, dataFolder: folder });
  const fresh = untrained(initialWeights(specs, 1), decaying);
  expect(fresh.average).toEqual(fresh.weights);
  const checkpoint = { ...checkpointAt(3), average: initialWeights(specs, 99) };
  saveCheckpoint(averaging, specs, checkpoint);
  expect(loadCheckpoint(averaging)).toEqual(checkpoint);
  const { weights, sha256 } = loadWeights(averaging);
  expect(weights).toEqual(nameWeights(specs, checkpoint.average));
  const file = path.join(runPaths(averaging).checkpoint(3), 'average.safetensors');
  expect(sha256).toBe(hashOf(file));
  fs.rmSync(file);
  expect(() => loadWeights(averaging)).toThrow(expect.objectContaining({ code: 'checkpoint-damaged' }));
});

test('the file names each weight, with its shape in the network', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  const { tensors } = readSafetensors(weightsFile(1));
  expect([...tensors.keys()].sort()).toEqual(specs.map(({ name }) => name).sort());
  expect(tensors.get('blocks.0.masked.kernel')?.shape).toEqual([2, 3, 2, 2]);
});

test('last moves on, best stays at the best step, others are removed', () => {
  saveCheckpoint(run, specs, checkpointAt(1), { best: true });
  saveCheckpoint(run, specs, checkpointAt(2));
  saveCheckpoint(run, specs, checkpointAt(3));
  saveCheckpoint(run, specs, checkpointAt(4));
  expect(loadWeights(run).step).toBe(4);
  expect(loadWeights(run, 'best').step).toBe(1);
  // The one before the last serves when the last is damaged.
  expect(loadWeights(run, 3).step).toBe(3);
  expect(() => loadWeights(run, 2)).toThrow(expect.objectContaining({ code: 'checkpoint-missing' }));
});

test('an interrupted save leaves the previous checkpoint', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  // As if the process had ended between the first file and the second.
  fs.mkdirSync(runPaths(run).checkpoint(2));
  const half = path.join(folder, 'half');
  createRun(half, { name: 'test', preset: 'tiny', settings, dataFolder: folder });
  saveCheckpoint(half, specs, checkpointAt(2));
  fs.copyFileSync(checkpointFile(half, 2, 'weights.safetensors'), weightsFile(2));
  expect(loadCheckpoint(run)).toEqual(checkpointAt(1));
  saveCheckpoint(run, specs, checkpointAt(2));
  expect(loadCheckpoint(run)).toEqual(checkpointAt(2));
});

test('when a checkpoint is removed while it is read, the next one is read', async () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  const { weights, sha256 } = loadWeights(run);
  const { firstMoment, secondMoment } = checkpointAt(1);
  const steps = new Set<number>();
  await whileReplaced(run, 1, () => {
    for (let time = 0; time < 300; time++) {
      const loaded = loadWeights(run);
      steps.add(loaded.step);
      expect(loaded).toMatchObject({ weights, sha256 });
      expect(loadCheckpoint(run)).toMatchObject({ firstMoment, secondMoment });
    }
  });
  expect(steps.size).toBeGreaterThan(1);
  expect(() => loadWeights(run, 1)).toThrow(expect.objectContaining({ code: 'checkpoint-missing' }));
});

test('after a save interrupted between the two pointers both agree on the best loss', () => {
  const at = (step: number, bestNats: number) => {
    const checkpoint = checkpointAt(step);
    return { ...checkpoint, state: { ...checkpoint.state, bestNats } };
  };
  saveCheckpoint(run, specs, at(1, 3), { best: true });
  const rename = fs.renameSync.bind(fs);
  let pointers = 0;
  vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (/(last|best)$/.test(String(to)) && ++pointers === 2) throw new Error('the power failed');
    rename(from, to);
  });
  expect(() => saveCheckpoint(run, specs, at(2, 2), { best: true })).toThrow(/the power failed/);
  vi.restoreAllMocks();
  const [last, best] = [loadCheckpoint(run, 'last'), loadCheckpoint(run, 'best')];
  // The checkpoint of the best loss is kept, and training reaches the better one again.
  expect([last.state.step, last.state.bestNats]).toEqual([1, 3]);
  expect(best.state.bestNats).toBeLessThanOrEqual(last.state.bestNats as number);
});

test('a run without a checkpoint is reported', () => {
  expect(() => loadWeights(run)).toThrow(expect.objectContaining({ code: 'checkpoint-missing' }));
  expect(() => loadWeights(folder)).toThrow(expect.objectContaining({ code: 'run-missing' }));
});

/** As 0.1.0 wrote it. */
function withoutHashes(step: number): void {
  const file = path.join(runPaths(run).checkpoint(step), 'state.json');
  const { files, ...state } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  expect(files).toBeDefined();
  fs.writeFileSync(file, JSON.stringify(state));
}

function damaged(step: number, name: string, reason: string, others: number[] = []) {
  const file = path.join(runPaths(run).checkpoint(step), name);
  const facts = { step, file, reason: expect.stringContaining(reason) as string, others };
  return expect.objectContaining({ code: 'checkpoint-damaged', facts }) as Error;
}

test.each(['weights.safetensors', 'optimizer.safetensors', 'state.json'])('half a %s is named', (name) => {
  saveCheckpoint(run, specs, checkpointAt(1));
  const file = path.join(runPaths(run).checkpoint(1), name);
  fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2));
  expect(() => loadCheckpoint(run)).toThrow(damaged(1, name, ''));
});

test.each(['weights.safetensors', 'average.safetensors', 'optimizer.safetensors'])(
  'a bit flipped anywhere in %s is found, and the other checkpoints are named',
  (name) => {
    const averaging = { ...settings, averageDecay: 0.9 };
    writeRunRecord(run, { ...readRunRecord(run), settings: averaging });
    const average = initialWeights(specs, 99);
    for (const step of [4, 8, 12]) {
      saveCheckpoint(run, specs, { ...checkpointAt(step), average }, { keepEvery: 4 });
    }
    const file = path.join(runPaths(run).checkpoint(12), name);
    const whole = fs.readFileSync(file);
    for (let at = 0; at < whole.length; at += 251) {
      const rotten = Buffer.from(whole);
      rotten[at] = (rotten[at] as number) ^ (1 << (at % 8));
      fs.writeFileSync(file, rotten);
      expect(() => loadCheckpoint(run)).toThrow(
        damaged(12, name, 'it has changed since it was saved', [4, 8]),
      );
    }
    fs.writeFileSync(file, whole);
    expect(loadCheckpoint(run).state.step).toBe(12);
  },
);

test('drawing, evaluation and export refuse weights that have changed', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  const bytes = fs.readFileSync(weightsFile(1));
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
  fs.writeFileSync(weightsFile(1), bytes);
  const refused = damaged(1, 'weights.safetensors', 'its SHA-256 differs');
  expect(() => loadWeights(run)).toThrow(refused);
  expect(() => exportRun(run, path.join(folder, 'out.safetensors'))).toThrow(refused);
  expect(() => packRun(run, path.join(folder, 'out.pixelcnn'))).toThrow(refused);
  expect(fs.readdirSync(folder)).toEqual(['run']);
});

test.each([NaN, Infinity, -Infinity])('%s is found where there is no hash to compare', (value) => {
  for (const name of ['weights', 'firstMoment', 'secondMoment'] as const) {
    const checkpoint = checkpointAt(1);
    checkpoint[name][5] = value;
    saveCheckpoint(run, specs, checkpoint);
    withoutHashes(1);
    const file = name === 'weights' ? name : 'optimizer';
    expect(() => loadCheckpoint(run)).toThrow(damaged(1, `${file}.safetensors`, `holds ${value}`));
    if (name === 'weights')
      expect(() => loadWeights(run)).toThrow(damaged(1, 'weights.safetensors', 'holds'));
    else expect(loadWeights(run).step).toBe(1);
  }
});

test.each<[string, object, string]>([
  ['a file hash that is not a hash', { files: { 'weights.safetensors': 'x' } }, 'must be a SHA-256'],
  ['another step', { step: 2 }, 'it belongs to step 2'],
  ['no time', { milliseconds: null }, '“milliseconds” is null but must be a number'],
  ['a loss that is text', { bestNats: '0.5' }, '“bestNats” is “0.5” but must be a number'],
  ['a micro-batch of 0', { arithmetic: { mode: 'graph', microBatch: 0 } }, '“arithmetic.microBatch” is 0'],
])('a state.json with %s is refused', (_what, change, reason) => {
  saveCheckpoint(run, specs, checkpointAt(1));
  const file = path.join(runPaths(run).checkpoint(1), 'state.json');
  const state = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
  fs.writeFileSync(file, JSON.stringify({ ...state, ...change }));
  expect(() => loadCheckpoint(run)).toThrow(damaged(1, 'state.json', reason));
});

test('a run can go back to an earlier checkpoint, and drops a best one that came later', () => {
  saveCheckpoint(run, specs, checkpointAt(4), { keepEvery: 4 });
  saveCheckpoint(run, specs, checkpointAt(8), { keepEvery: 4, best: true });
  goBackTo(run, 4);
  expect(loadWeights(run).step).toBe(4);
  expect(() => loadWeights(run, 'best')).toThrow(expect.objectContaining({ code: 'checkpoint-missing' }));
});

test('when the best is given up, the one that was the best before takes its place', () => {
  const at = (step: number, bestStep: number) => {
    const checkpoint = checkpointAt(step);
    return { ...checkpoint, state: { ...checkpoint.state, bestStep } };
  };
  saveCheckpoint(run, specs, at(1, 1), { best: true });
  saveCheckpoint(run, specs, at(2, 1));
  saveCheckpoint(run, specs, at(3, 3), { best: true, keepEvery: 1 });
  goBackTo(run, 2);
  expect(loadWeights(run).step).toBe(2);
  expect(loadWeights(run, 'best').step).toBe(1);
});

test('where the last checkpoint is not named, the others are', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  fs.writeFileSync(runPaths(run).last, 'seven');
  const facts = { folder: run, others: [1] };
  expect(() => loadWeights(run)).toThrow(expect.objectContaining({ code: 'checkpoint-missing', facts }));
  fs.rmSync(runPaths(run).checkpoint(1), { recursive: true });
  expect(() => loadWeights(run)).toThrow(expect.objectContaining({ code: 'run-damaged' }));
});

test('weights of another network are refused by name and shape', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  withoutHashes(1);
  const { tensors } = readSafetensors(weightsFile(1));
  const mismatch = (tensor: string) =>
    expect.objectContaining({ code: 'weights-mismatch', facts: expect.objectContaining({ tensor }) });

  const bias = { dtype: 'F32', shape: [3], data: new Float32Array(3) } as const;
  writeSafetensors(weightsFile(1), new Map([...tensors, ['first.bias', bias]]));
  expect(() => loadWeights(run)).toThrow(mismatch('first.bias'));

  writeSafetensors(weightsFile(1), new Map([...tensors, ['blocks.1.masked.bias', bias]]));
  expect(() => loadWeights(run)).toThrow(mismatch('blocks.1.masked.bias'));

  tensors.delete('out.kernel');
  writeSafetensors(weightsFile(1), tensors);
  expect(() => loadWeights(run)).toThrow(mismatch('out.kernel'));
});
