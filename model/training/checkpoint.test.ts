import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { initialWeights } from '../nets/initial-weights';
import { parametersOf } from '../nets/architectures';
import { nameWeights } from '../nets/parameters';
import { runPaths } from '../run-folder';
import { described } from '../testing/random-run';
import { whileReplaced } from '../testing/replaced-checkpoints';
import { loadCheckpoint, loadWeights, saveCheckpoint, untrained, type Checkpoint } from './checkpoint';
import { createRun } from './create-run';
import { readSafetensors, writeSafetensors } from './safetensors';

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

test('what is saved is loaded, bit for bit', () => {
  const checkpoint = checkpointAt(7);
  saveCheckpoint(run, specs, checkpoint);
  expect(loadCheckpoint(run)).toEqual(checkpoint);
  const { record, step, weights, sha256 } = loadWeights(run);
  expect([record.name, step, sha256]).toEqual(['test', 7, hashOf(weightsFile(7))]);
  expect(weights).toEqual(nameWeights(specs, checkpoint.weights));
});

test('averaged weights are kept beside the others, and are what is drawn with and looked into', () => {
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
  expect(() => loadWeights(averaging)).toThrow(expect.objectContaining({ code: 'run-damaged' }));
});

test('the file names each weight, with the shape it has in the net', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  const { tensors } = readSafetensors(weightsFile(1));
  expect([...tensors.keys()].sort()).toEqual(specs.map(({ name }) => name).sort());
  expect(tensors.get('blocks.0.masked.kernel')?.shape).toEqual([2, 3, 2, 2]);
});

test('last moves on, best stays where it was best, others go', () => {
  saveCheckpoint(run, specs, checkpointAt(1), { best: true });
  saveCheckpoint(run, specs, checkpointAt(2));
  saveCheckpoint(run, specs, checkpointAt(3));
  expect(loadWeights(run).step).toBe(3);
  expect(loadWeights(run, 'best').step).toBe(1);
  expect(() => loadWeights(run, 2)).toThrow(expect.objectContaining({ code: 'checkpoint-missing' }));
});

test('a save that is cut off leaves the checkpoint before it', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  // As if the process had died between the first file and the second.
  fs.mkdirSync(runPaths(run).checkpoint(2));
  fs.copyFileSync(weightsFile(1), weightsFile(2));
  expect(loadCheckpoint(run)).toEqual(checkpointAt(1));
  saveCheckpoint(run, specs, checkpointAt(2));
  expect(loadCheckpoint(run)).toEqual(checkpointAt(2));
});

test('a checkpoint that is removed while it is read gives way to the next', async () => {
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

test('a run without a checkpoint says so', () => {
  expect(() => loadWeights(run)).toThrow(expect.objectContaining({ code: 'checkpoint-missing' }));
  expect(() => loadWeights(folder)).toThrow(expect.objectContaining({ code: 'run-missing' }));
});

test.each(['weights.safetensors', 'optimizer.safetensors', 'state.json'])('a damaged %s is named', (name) => {
  saveCheckpoint(run, specs, checkpointAt(1));
  const file = path.join(runPaths(run).checkpoint(1), name);
  fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2));
  expect(() => loadCheckpoint(run)).toThrow(
    expect.objectContaining({ code: 'run-damaged', facts: expect.objectContaining({ file }) }),
  );
});

test('a damaged pointer is named', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
  fs.writeFileSync(runPaths(run).last, 'seven');
  expect(() => loadWeights(run)).toThrow(expect.objectContaining({ code: 'run-damaged' }));
});

test('weights of another network are refused by name and shape', () => {
  saveCheckpoint(run, specs, checkpointAt(1));
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
