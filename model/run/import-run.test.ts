import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StudioError } from '../errors';
import { parametersOf } from '../nets/model-shape';
import { createNetwork, weightTensors } from '../nets/networks';
import { withoutMasked } from '../nets/parameters';
import { runPaths } from './run-folder';
import { applies, settingNames, type Settings } from '../settings';
import { closeTo } from '../testing/assertions';
import { described, storeRandomRun } from '../testing/random-run';
import { loadCheckpoint, loadWeights } from './checkpoint';
import { exportRun } from './export-run';
import { importRun } from './import-run';
import { readSafetensors, type StoredTensor } from '../weight-files/safetensors';
import { readTorchCheckpoint, type TorchTensor } from '../weight-files/torch-checkpoint';
import {
  structureOf,
  torchFromWeights,
  weightsFromTorch,
  withoutWrappers,
} from '../weight-files/torch-layout';

const fixture = (name: string) => path.join(import.meta.dirname, '../testing/fixtures', name);
const from = fixture('notebook-random.pt');

let folder: string;
let runFolder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'import-'));
  runFolder = path.join(folder, 'run');
  importRun({ from, runFolder, set: { size: '12' } });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('an imported run has the settings that its weights determine', () => {
  const { record, step } = loadWeights(runFolder);
  expect(record.settings).toMatchObject({ filters: 32, blocks: 3, levels: 4, firstKernel: 7, kernel: 3 });
  expect(record.settings).toMatchObject({ size: 12, inputScaling: 'levels' });
  expect(record).toMatchObject({ status: 'imported', dataFolder: '', dataFiles: [] });
  expect(record.history).toMatchObject([{ event: 'imported', step: 0, detail: 'notebook-random.pt' }]);
  expect(step).toBe(0);
  expect(loadCheckpoint(runFolder).state).toMatchObject({ step: 0, arithmetic: null });
});

test("its logits and nats are PyTorch's", () => {
  const golden = readSafetensors(fixture('notebook-random.golden.safetensors')).tensors;
  const goldenValues = (name: string) => golden.get(name)?.data as Uint8Array | Float32Array | Float64Array;
  const { record, weights } = loadWeights(runFolder);
  const network = createNetwork(record);
  tf.tidy(() => {
    const tensors = weightTensors(network, weights);
    const levels = tf.tensor4d(goldenValues('pixels') as Uint8Array, [6, 12, 12, 1], 'int32');
    closeTo(network.outputs(tensors, levels), goldenValues('logits'), 1e-4);
    const nats = network.likelihood.nats(network.outputs(tensors, levels), levels);
    closeTo(tf.sum(nats, [1, 2, 3]), goldenValues('nll_nats'), 1e-3);
  });
});

test('an export holds every live weight and mask of the import, and zeros elsewhere', () => {
  const file = path.join(folder, 'exported.safetensors');
  expect(exportRun(runFolder, file)).toBe(0);
  const { tensors, metadata } = readSafetensors(file);
  const original = readTorchCheckpoint(from);
  expect([...tensors.keys()]).toEqual([...original.keys()]);
  expect(metadata).toMatchObject({ format: 'pt', run: 'run', step: '0' });
  let dead = 0;
  for (const [name, { shape, values }] of original) {
    const mask = original.get(name.replace('weight', 'mask'))?.values;
    const isLive = (i: number) => !name.endsWith('.weight') || mask?.[i] !== 0;
    const expected = values.map((value, i) => (isLive(i) ? value : 0));
    expect(tensors.get(name), name).toEqual({ dtype: 'F32', shape, data: expected });
    dead += values.filter((value, i) => value !== 0 && !isLive(i)).length;
  }
  // Without masked weights the test would prove nothing.
  expect(dead).toBeGreaterThan(0);
});

test.each<[string, Partial<Settings>]>([
  ['colour', { colour: 'rgb', filters: 6 }],
  ['classes', { classes: 'folders', filters: 6 }],
  ['gated', { architecture: 'gated', filters: 5, headFilters: 6, colour: 'rgb' }],
  ['plus-plus', { architecture: 'plus-plus', filters: 4, averageDecay: 0.5 }],
])('a network that the notebook cannot represent is written under its own names: %s', (name, changes) => {
  const ownFolder = path.join(folder, name);
  const record = storeRandomRun(ownFolder, { blocks: 1, levels: 4, ...changes });
  const file = path.join(folder, `${name}.safetensors`);
  exportRun(ownFolder, file);
  const { tensors, metadata } = readSafetensors(file);
  const { weights } = loadWeights(ownFolder);
  const specs = parametersOf(record);
  expect([...tensors.keys()].sort()).toEqual(specs.map((spec) => spec.name).sort());
  for (const spec of specs) {
    const data = withoutMasked(spec, weights.get(spec.name) as Float32Array);
    expect(tensors.get(spec.name), spec.name).toEqual({ dtype: 'F32', shape: spec.shape, data });
  }
  expect(metadata).toMatchObject({ format: 'pixelcnn-studio', step: '0', palette: '[]' });
  const settings = JSON.parse(metadata['settings'] as string) as Partial<Settings>;
  expect({ ...record.settings, ...settings }).toEqual(record.settings);
  expect(settingNames.filter((setting) => !applies(setting, record.settings))).toEqual(
    settingNames.filter((setting) => !(setting in settings)),
  );
  expect(JSON.parse(metadata['classes'] as string)).toEqual(record.classNames);
});

test('other kernel sizes, and no blocks at all, can be exported and imported', () => {
  for (const changes of [{ firstKernel: 5, kernel: 5, blocks: 1 }, { blocks: 0 }]) {
    const { settings } = loadWeights(runFolder).record;
    const other = { ...settings, filters: 4, levels: 3, ...changes };
    const weights = new Map(
      createNetwork(described(other)).parameters.map(({ name, shape, mask }) => {
        const size = shape.reduce((a, b) => a * b);
        return [name, Float32Array.from({ length: size }, (_, i) => (mask?.[i] === 0 ? 0 : i + 1))];
      }),
    );
    const state = asTorch(torchFromWeights(weights, other));
    expect(structureOf(state)).toEqual({
      filters: 4,
      levels: 3,
      blocks: other.blocks,
      firstKernel: other.firstKernel,
      ...(other.blocks && { kernel: other.kernel }),
    });
    expect(weightsFromTorch(state, other)).toEqual(weights);
  }
});

test('parts of names that PyTorch wrappers add are ignored', () => {
  const wrapped = readTorchCheckpoint(fixture('torch/dataparallel.pt'));
  expect([...wrapped.keys()].every((name) => name.startsWith('module.model.'))).toBe(true);
  const runOf = (state: ReadonlyMap<string, TorchTensor>) => {
    const { settings } = loadWeights(runFolder).record;
    const own = withoutWrappers(state);
    return weightsFromTorch(own, { ...settings, ...structureOf(own) });
  };
  const named = (prefix: string) =>
    new Map([...wrapped].map(([name, stored]) => [name.replace('module.', prefix), stored]));
  const expected = runOf(named(''));
  expect(expected.get('out.bias')).toEqual(wrapped.get('module.model.7.bias')?.values);
  for (const prefix of ['module.', '_orig_mod.', 'module._orig_mod.', '_orig_mod.module.']) {
    expect(runOf(named(prefix)), prefix).toEqual(expected);
  }
  const parallel = path.join(folder, 'parallel');
  importRun({ from: fixture('torch/dataparallel.pt'), runFolder: parallel, set: {} });
  expect(loadWeights(parallel).weights).toEqual(expected);
  const twice = new Map([...wrapped, ['model.0.bias', tensor([1])]]);
  expect(() => withoutWrappers(twice)).toThrow(expect.objectContaining({ code: 'weights-mismatch' }));
});

test('masks may be missing from a state_dict', () => {
  const state = readTorchCheckpoint(from);
  const { settings } = loadWeights(runFolder).record;
  const withMasks = weightsFromTorch(state, settings);
  for (const name of [...state.keys()]) if (name.endsWith('.mask')) state.delete(name);
  expect(weightsFromTorch(state, settings)).toEqual(withMasks);
});

test.each<[string, (state: Map<string, TorchTensor>) => void, string, string]>([
  ['no first layer', (state) => state.delete('model.0.weight'), 'model.0.weight', 'missing'],
  ['a missing bias', (state) => state.delete('model.2.block.3.bias'), 'model.2.block.3.bias', 'missing'],
  ['a missing last layer', (state) => state.delete('model.9.weight'), 'model.9.weight', 'missing'],
  ['one layer too many', (state) => state.set('model.11.weight', tensor([1])), 'model.11.weight', '[1]'],
  [
    'colour',
    (state) => state.set('model.0.weight', tensor([32, 3, 7, 7])),
    'model.0.weight',
    '[32, 3, 7, 7]',
  ],
  ['another shape', (state) => state.set('model.5.bias', tensor([31])), 'model.5.bias', '[31]'],
  ['another mask', (state) => state.set('model.0.mask', tensor([32, 1, 7, 7], 1)), 'model.0.mask', 'another'],
])('%s is refused by name', (_what, change, name, found) => {
  const state = readTorchCheckpoint(from);
  const { settings } = loadWeights(runFolder).record;
  change(state);
  expect(() => {
    structureOf(state);
    weightsFromTorch(state, settings);
  }).toThrow(
    expect.objectContaining({
      code: 'weights-mismatch',
      facts: expect.objectContaining({ tensor: name, found }) as object,
    }),
  );
});

test.each([NaN, Infinity])('weights that hold %s are refused by name', (value) => {
  const state = readTorchCheckpoint(from);
  const { settings } = loadWeights(runFolder).record;
  state.set('model.5.bias', tensor([32], value));
  expect(() => weightsFromTorch(state, settings)).toThrow(
    new StudioError('weights-not-finite', { tensor: 'model.5.bias', value: String(value) }),
  );
});

test('settings that contradict the weights are refused, and nothing is written', () => {
  const elsewhere = path.join(folder, 'elsewhere');
  const importing = (set: Record<string, string>) => () => importRun({ from, runFolder: elsewhere, set });
  expect(importing({ filters: '64' })).toThrow(
    new StudioError('settings-invalid', {
      problems: [{ setting: 'filters', value: '64', expected: '32, as in the file' }],
    }),
  );
  expect(importing({ size: '7' })).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
  expect(fs.existsSync(elsewhere)).toBe(false);
  expect(importing({ filters: '32' })()).toMatchObject({ status: 'imported' });
});

test('a run is never overwritten', () => {
  const before = fs.readFileSync(runPaths(runFolder).record, 'utf8');
  expect(() => importRun({ from, runFolder, set: {} })).toThrow(
    expect.objectContaining({ code: 'run-exists' }),
  );
  expect(fs.readFileSync(runPaths(runFolder).record, 'utf8')).toBe(before);
});

function tensor(shape: number[], value = 0): TorchTensor {
  return { shape, values: new Float32Array(shape.reduce((a, b) => a * b)).fill(value) };
}

function asTorch(state: ReadonlyMap<string, StoredTensor>): Map<string, TorchTensor> {
  return new Map(
    [...state].map(([name, { shape, data }]) => [name, { shape, values: data as Float32Array }]),
  );
}
