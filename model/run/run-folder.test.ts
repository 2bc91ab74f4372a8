import fs from 'fs';
import os from 'os';
import path from 'path';
import { expect, test } from 'vitest';
import { makeSubfolder } from '../files/make-folder';
import { writeFileWhole } from '../files/write-file';
import {
  readRunRecord,
  recordInRun,
  runPaths,
  writeDescription,
  writeRunRecord,
  type RunRecord,
} from './run-folder';
import { defaultSettings } from '../settings';
import { appendMetric, cutMetricsAfter } from './metrics';

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
  palette: ['#000000', '#555555', '#aaaaaa', '#ffffff'],
  references: { uniform: 2, histogram: 1.5, png: 1.75 },
  versions: { program: '0', tensorflow: '0', node: '0' },
  machine: { platform: 'linux', cpu: '', cores: 1, memoryBytes: 1 },
  history: [],
};

function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'run-folder-'));
}

test('a record is read as it was written, and its history grows', () => {
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

test('a record from before classes, palettes and references is read as having none', () => {
  const folder = temporaryFolder();
  const { classNames, palette, references, ...old } = record;
  expect([classNames, palette, references].every(Boolean)).toBe(true);
  fs.writeFileSync(runPaths(folder).record, JSON.stringify(old));
  expect(readRunRecord(folder)).toEqual({ ...record, classNames: [], palette: [], references: null });
});

test('the runs of 0.1.0 and the example run are read as they were written', () => {
  const made = path.join(import.meta.dirname, '../testing/fixtures/made-by-0.1.0/library');
  const example = path.join(import.meta.dirname, '../../resources/example-run');
  for (const folder of [...['plain', 'gated', 'plus-plus'].map((name) => path.join(made, name)), example]) {
    const written = JSON.parse(fs.readFileSync(runPaths(folder).record, 'utf8')) as RunRecord;
    expect(readRunRecord(folder)).toEqual({ ...written, reading: 1 });
  }
});

const damaged = (file: string, reason: string) =>
  expect.objectContaining({
    code: 'run-damaged',
    facts: expect.objectContaining({ file, reason: expect.stringContaining(reason) as string }) as object,
  }) as Error;

test.each<[string, unknown, string]>([
  ['format', '2', '“format” is “2”'],
  ['format', undefined, '“format” is missing'],
  ['reading', 3, '“reading” is 3'],
  ['name', null, '“name” is null but must be text'],
  ['name', 'x'.repeat(1e6), '“name” is “xxx'],
  ['note', ['a'], '“note” is a list but must be text'],
  ['created', 'yesterday', '“created” is “yesterday” but must be a number'],
  ['created', 1e300, '“created” is 1e+300 but must be at most'],
  ['created', null, '“created” is null'],
  ['status', 'done', '“status” is “done”'],
  ['settings', [], 'settings'],
  ['settings', { size: 1 }, '“settings” cannot be used: size must be'],
  ['dataFolder', 7, '“dataFolder” is 7 but must be text'],
  ['dataFolder', 'a\0b', 'must be a folder'],
  ['dataFiles', {}, '“dataFiles” is an object but must be a list'],
  ['dataFiles', [null], '“dataFiles.0” is null'],
  ['dataFiles', [{ file: 'a.png', sha256: 'x' }], '“dataFiles.0.sha256” is “x” but must be a SHA-256'],
  ['classNames', [1], '“classNames.0” is 1 but must be text'],
  ['palette', ['red'], '“palette.0” is “red” but must be a colour'],
  ['palette', ['#000000'], 'one colour for each level'],
  ['references', { uniform: 'x' }, '“references.uniform” is “x”'],
  ['versions', 'x', '“versions” is “x”'],
  ['machine', {}, '“machine.platform” is missing'],
  ['history', [{ time: 1, step: 1, event: 'exploded' }], '“history.0.event” is “exploded”'],
])('a run.json whose %s is %j is reported as damaged, with a reason', (name, value, reason) => {
  const folder = temporaryFolder();
  const { record: file } = runPaths(folder);
  fs.writeFileSync(file, JSON.stringify({ ...record, [name]: value }));
  expect(() => readRunRecord(folder)).toThrow(damaged(file, reason));
});

test.each([
  '',
  'null',
  '[]',
  '"text"',
  '{"name":"of another program","version":"1.0"}',
  '\0',
  '{"format":2,',
])('a run.json that holds %j is reported as damaged', (text) => {
  const folder = temporaryFolder();
  const { record: file } = runPaths(folder);
  fs.writeFileSync(file, text);
  expect(() => readRunRecord(folder)).toThrow(damaged(file, ''));
});

test.each([
  '../a.png',
  'a/../../b.png',
  '/etc/passwd',
  'C:\\a.png',
  'c:/a.png',
  '\\\\server\\a.png',
  'a\\..\\..\\b.png',
  'a\0.png',
  '',
  '\ufffd2E\ufffd2E/a.png',
  'a/\ufffd2e\ufffd2E\ufffd2Fb.png',
])('an image named %j is refused, since it is not below the folder of images', (name) => {
  const folder = temporaryFolder();
  const dataFiles = [{ file: name, sha256: '0'.repeat(64) }];
  fs.writeFileSync(runPaths(folder).record, JSON.stringify({ ...record, dataFiles }));
  expect(() => readRunRecord(folder)).toThrow(/run-damaged.*below the folder of images/);
});

test('images may have any other name', () => {
  const folder = temporaryFolder();
  const names = [
    'a.png',
    'cats/..b/ä ö.png',
    '...png',
    'a:b.png',
    '\ufffdE9.png',
    '\ufffdEF\ufffdBF\ufffdBD.png',
    'a\\b.png',
  ];
  const dataFiles = names.map((file) => ({ file, sha256: '0'.repeat(64) }));
  writeRunRecord(folder, { ...record, dataFiles });
  expect(readRunRecord(folder).dataFiles).toEqual(dataFiles);
});

test('a name and a note stay when the training writes its record', () => {
  const folder = temporaryFolder();
  writeRunRecord(folder, record);
  const known = readRunRecord(folder);
  writeDescription(folder, { name: 'Icons', note: 'second try' });
  writeRunRecord(folder, { ...known, status: 'finished' });
  expect(readRunRecord(folder)).toEqual({ ...record, status: 'finished', name: 'Icons', note: 'second try' });
  writeDescription(folder, { name: 'Letters', note: '' });
  expect(readRunRecord(folder)).toMatchObject({ status: 'finished', name: 'Letters', note: '' });
  fs.writeFileSync(runPaths(folder).description, '{"name":');
  expect(readRunRecord(folder)).toMatchObject({ status: 'finished', name: 'digits' });
});

test('an empty folder, a truncated file and a wrong setting each have their own error', () => {
  const folder = temporaryFolder();
  expect(() => readRunRecord(folder)).toThrow(/run-missing/);
  fs.writeFileSync(runPaths(folder).record, '{"format":1,');
  expect(() => readRunRecord(folder)).toThrow(/run-damaged/);
  writeRunRecord(folder, { ...record, settings: { ...defaultSettings, size: 7 } });
  expect(() => readRunRecord(folder)).toThrow(/size must be a whole number from 8 to 64/);
});

test('a missing folder is named and not made again', () => {
  const folder = temporaryFolder();
  const run = path.join(folder, 'run');
  const writes = [
    () => writeRunRecord(run, record),
    () => appendMetric(run, { type: 'evaluated', step: 1, milliseconds: 1, validation, best: true }),
    () => cutMetricsAfter(run, { step: 1, isObserved: true }),
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
