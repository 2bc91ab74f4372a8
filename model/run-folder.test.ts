import fs from 'fs';
import os from 'os';
import path from 'path';
import { expect, test } from 'vitest';
import { makeSubfolder } from './make-folder';
import {
  readRunRecord,
  recordInRun,
  runPaths,
  writeFileWhole,
  writeRunRecord,
  type RunRecord,
} from './run-folder';
import { defaultSettings } from './settings';
import { appendMetric, cutMetricsAfter } from './training/metrics';

const validation = { nats: 1, bits: 1 / Math.LN2 };

const record: RunRecord = {
  format: 2,
  reading: 2,
  name: 'digits',
  note: '',
  created: 1,
  status: 'running',
  preset: 'tiny',
  settings: defaultSettings,
  dataFolder: '/images',
  dataFiles: [],
  excluded: [],
  classNames: ['a', 'b'],
  palette: ['#000000', '#ffffff'],
  references: { uniform: 2, histogram: 1.5, png: 1.75 },
  versions: { program: '0', tensorflow: '0', node: '0' },
  machine: { platform: 'linux', cpu: '', cores: 1, memoryBytes: 1 },
  history: [],
};

function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'run-folder-'));
}

test('a record comes back as it was written, and its history grows', () => {
  const folder = temporaryFolder();
  writeRunRecord(folder, record);
  expect(readRunRecord(folder)).toEqual(record);
  recordInRun(folder, 'stopped', { step: 7, event: 'stopped' });
  expect(readRunRecord(folder)).toMatchObject({
    status: 'stopped',
    history: [{ step: 7, event: 'stopped' }],
  });
  expect(fs.readdirSync(folder)).toEqual(['run.json']);
});

test('a record of a time without classes, palettes and references is read as having none', () => {
  const folder = temporaryFolder();
  const { classNames, palette, references, ...old } = record;
  expect([classNames, palette, references].every(Boolean)).toBe(true);
  fs.writeFileSync(runPaths(folder).record, JSON.stringify(old));
  expect(readRunRecord(folder)).toEqual({ ...record, classNames: [], palette: [], references: null });
});

test('an empty folder, a cut file and a wrong setting are told apart', () => {
  const folder = temporaryFolder();
  expect(() => readRunRecord(folder)).toThrow(/run-missing/);
  fs.writeFileSync(runPaths(folder).record, '{"format":1,');
  expect(() => readRunRecord(folder)).toThrow(/run-damaged/);
  writeRunRecord(folder, { ...record, settings: { ...defaultSettings, size: 7 } });
  expect(() => readRunRecord(folder)).toThrow(/size must be a whole number from 8 to 64/);
});

test('a file that is there is replaced only when it may be, even one that appears while another is written', () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'file');
  writeFileWhole(file, 'first', { mayReplace: false });
  expect(() => writeFileWhole(file, 'second', { mayReplace: false })).toThrow(/file-exists/);
  expect(fs.readFileSync(file, 'utf8')).toBe('first');
  writeFileWhole(file, 'second');
  expect(fs.readFileSync(file, 'utf8')).toBe('second');
  expect(fs.readdirSync(folder)).toEqual(['file']);
});

test('a folder that is gone is named, and does not come back', () => {
  const folder = temporaryFolder();
  const run = path.join(folder, 'run');
  const writes = [
    () => writeRunRecord(run, record),
    () => appendMetric(run, { type: 'evaluated', step: 1, milliseconds: 1, validation, best: true }),
    () => cutMetricsAfter(run, 1),
    () => makeSubfolder(runPaths(run).samples),
    () => writeFileWhole(path.join(run, 'deep', 'deeper', 'file'), 'x'),
  ];
  for (const write of writes) {
    expect(write).toThrow(
      expect.objectContaining({ code: 'folder-gone', facts: expect.objectContaining({ folder: run }) }),
    );
  }
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('a write that fails leaves no temporary file', () => {
  const folder = temporaryFolder();
  fs.mkdirSync(path.join(folder, 'taken', 'inner'), { recursive: true });
  expect(() => writeFileWhole(path.join(folder, 'taken'), 'x')).toThrow(/file-unwritable/);
  expect(fs.readdirSync(folder)).toEqual(['taken']);
});
