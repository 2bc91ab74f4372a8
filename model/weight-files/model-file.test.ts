import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parametersOf } from '../nets/model-shape';
import { withoutMasked } from '../nets/parameters';
import { readRunRecord, writeRunRecord } from '../run/run-folder';
import { usedSettings, type Settings } from '../settings';
import { storeRandomRun } from '../testing/random-run';
import { loadWeights } from '../run/checkpoint';
import { exportRun } from '../run/export-run';
import { importRun } from '../run/import-run';
import { describeModelFile } from './model-file';
import { readSafetensors, writeSafetensors, type StoredTensor } from './safetensors';
import { readTorchCheckpoint } from './torch-checkpoint';

const fixtures = path.join(import.meta.dirname, '../testing/fixtures');

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'model-file-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

let count = 0;
const newPath = (ending = '') => path.join(folder, `${count++}${ending}`);

/** A run with random weights, and the file that it is exported to. */
function exported(changes: Partial<Settings>, reading: 1 | 2 = 2) {
  const run = newPath();
  const file = newPath('.safetensors');
  const record = storeRandomRun(
    run,
    { blocks: 1, levels: 4, size: 12, ...changes },
    { reading, name: 'Icons' },
  );
  exportRun(run, file);
  return { run, file, record };
}

const imported = (from: string, set: Record<string, unknown> = {}) =>
  importRun({ from, runFolder: newPath(), set });

describe.each<[string, Partial<Settings>]>([
  ['plain', { filters: 6, firstKernel: 5 }],
  ['gated', { architecture: 'gated', filters: 6, headFilters: 6 }],
  ['plus-plus', { architecture: 'plus-plus', filters: 4, mixtures: 2 }],
])('%s', (_architecture, base) => {
  test.each<[string, Partial<Settings>]>([
    ['grey', {}],
    ['levels as inputs', { inputScaling: 'levels' }],
    ['colour', { colour: 'rgb' }],
    ['a palette', { colour: 'palette' }],
    ['classes', { classes: 'folders' }],
    ['classes in colour', { classes: 'folders', colour: 'rgb' }],
    ['averaged weights', { averageDecay: 0.9, colour: 'palette', classes: 'folders' }],
  ])('an exported model is imported without further settings: %s', (_form, changes) => {
    const { run, file, record } = exported({ ...base, ...changes }, 1);
    const runFolder = newPath();
    const { settings, classNames, palette, reading } = importRun({ from: file, runFolder, set: {} });
    expect({ settings: usedSettings(settings), classNames, palette, reading }).toEqual({
      settings: usedSettings(record.settings),
      classNames: record.classNames,
      palette: record.palette,
      reading: 1,
    });
    const { weights } = loadWeights(run);
    const expected = parametersOf(record).map((spec) => [
      spec.name,
      withoutMasked(spec, weights.get(spec.name) as Float32Array),
    ]);
    expect(loadWeights(runFolder).weights).toEqual(new Map(expected as [string, Float32Array][]));
    expect(describeModelFile(file)).toEqual({ name: 'Icons', size: 12 });
    const again = newPath('.safetensors');
    exportRun(runFolder, again);
    expect(readSafetensors(again).tensors).toEqual(readSafetensors(file).tensors);
  });
});

test('settings of training may be set, those of the network may not', () => {
  const { file } = exported({ architecture: 'gated', filters: 6 });
  expect(imported(file, { size: '16', learningRate: '0.01', filters: '6' }).settings).toMatchObject({
    size: 16,
    learningRate: 0.01,
    filters: 6,
  });
  for (const [setting, value, is] of [
    ['levels', '8', 4],
    ['filters', '8', 6],
    ['colour', 'rgb', 'grey'],
    ['architecture', 'plain', 'gated'],
  ] as const) {
    expect(() => imported(file, { [setting]: value }), setting).toThrow(
      expect.objectContaining({
        code: 'settings-invalid',
        facts: { problems: [{ setting, value, expected: `${is}, as in the file` }] },
      }),
    );
  }
});

/** The exported file of a small network with other metadata. */
function withMetadata(changes: Record<string, string | undefined>, settings: Partial<Settings> = {}): string {
  const { file } = exported({ architecture: 'gated', filters: 6, ...settings });
  const { tensors, metadata } = readSafetensors(file);
  const changed = Object.entries({ ...metadata, ...changes }).filter(([, value]) => value !== undefined);
  writeSafetensors(file, tensors, Object.fromEntries(changed) as Record<string, string>);
  return file;
}

test('an export of 0.1.0, which does not name its reading rules, has the first ones', () => {
  expect(imported(withMetadata({ reading: undefined })).reading).toBe(1);
});

test.each<[string, Record<string, string | undefined>, Partial<Settings>, string]>([
  ['settings that are not JSON', { settings: '{' }, {}, 'it is not JSON'],
  ['settings out of range', { settings: '{"size":1}' }, {}, 'size must be'],
  ['an unknown format', { format: 'x' }, {}, '“format” is “x”'],
  ['classes that are not a list', { classes: '{}' }, {}, '“classes” is an object'],
  [
    'no classes for a network that knows classes',
    { classes: '[]' },
    { classes: 'folders' },
    'it does not name its classes',
  ],
  ['too few colours', { palette: '["#000000"]' }, { colour: 'palette' }, 'its palette lacks colours'],
  ['no colours', { palette: '["red"]' }, {}, '“palette.0” is “red”'],
  ['unknown reading rules', { reading: '7' }, {}, '“reading” is 7'],
  ['no settings', { settings: undefined }, {}, 'It does not describe its network'],
])('a file with %s is refused', (_what, metadata, settings, reason) => {
  const file = withMetadata(metadata, settings);
  expect(() => imported(file)).toThrow(
    expect.objectContaining({
      code: 'weights-unsupported',
      facts: { file, reason: expect.stringContaining(reason) as string },
    }),
  );
});

test('weights that are NaN, or of another network, are refused, and no run is left behind', () => {
  const { file } = exported({ architecture: 'gated', filters: 6 });
  const { tensors, metadata } = readSafetensors(file);
  const before = fs.readdirSync(folder);
  const bias = tensors.get('out.bias') as StoredTensor & { dtype: 'F32' };
  bias.data[1] = NaN;
  writeSafetensors(file, tensors, metadata);
  expect(() => imported(file)).toThrow(
    expect.objectContaining({ code: 'weights-not-finite', facts: { tensor: 'out.bias', value: 'NaN' } }),
  );
  tensors.delete('out.bias');
  writeSafetensors(file, tensors, metadata);
  expect(() => imported(file)).toThrow(expect.objectContaining({ code: 'weights-mismatch' }));
  fs.truncateSync(file, 100);
  expect(() => imported(file)).toThrow(expect.objectContaining({ code: 'file-damaged' }));
  expect(fs.readdirSync(folder)).toEqual(before);
});

test("the notebook's state_dict is read from safetensors as from PyTorch's own format", () => {
  const torch = path.join(fixtures, 'torch/dataparallel.pt');
  const file = newPath('.safetensors');
  const tensors = [...readTorchCheckpoint(torch)].map(([name, { shape, values }]): [string, StoredTensor] => [
    name,
    { dtype: 'F32', shape, data: values },
  ]);
  writeSafetensors(file, new Map(tensors));
  expect(describeModelFile(file)).toBeNull();
  expect(describeModelFile(torch)).toBeNull();
  const [fromTorch, fromSafetensors] = [torch, file].map((from) => {
    const runFolder = newPath();
    importRun({ from, runFolder, set: { size: 9 } });
    const { record, weights } = loadWeights(runFolder);
    return { settings: record.settings, preset: record.preset, weights };
  });
  expect(fromSafetensors).toEqual(fromTorch);
  expect(fromSafetensors).toMatchObject({ settings: { size: 9 }, preset: 'notebook' });
});

test('a run trained by 0.1.0 can be exported and imported again', () => {
  const made = path.join(fixtures, 'made-by-0.1.0/library/plus-plus');
  const run = newPath();
  fs.cpSync(made, run, { recursive: true });
  writeRunRecord(run, readRunRecord(run));
  const file = newPath('.safetensors');
  exportRun(run, file);
  const { settings, classNames } = readRunRecord(run);
  expect(imported(file)).toMatchObject({ settings, classNames, reading: 1, status: 'imported' });
});
