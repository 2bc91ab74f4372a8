import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { beforeEach, expect, test } from 'vitest';
import { packRun, unpackRun } from './run-file';
import { readRunRecord, recordInRun, runPaths, writeDescription, writeRunRecord } from './run-folder';
import { contentsOf } from '../testing/folder-contents';
import { storeRandomRun } from '../testing/random-run';
import { whileReplaced } from '../testing/replaced-checkpoints';
import { loadWeights } from './checkpoint';
import { lockName } from './run-folder';
import { takeRunLock } from './run-lock';

let folder: string;
let run: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'run-file-'));
  run = path.join(folder, 'original');
  file = path.join(folder, 'run.pixelcnn');
  storeRandomRun(run, { filters: 4, blocks: 1 });
  fs.appendFileSync(runPaths(run).metrics, '{"type":"evaluated","step":0}\n');
  fs.mkdirSync(runPaths(run).samples);
  fs.writeFileSync(runPaths(run).sample(0), Buffer.from([1, 2, 3]));
});

const unpacked = () => path.join(folder, 'again');

/** A function that unpacks a file with these parts. */
function reading(parts: Zippable) {
  fs.writeFileSync(file, zipSync(parts));
  return () => unpackRun(file, unpacked());
}

test('a run is unpacked byte for byte', () => {
  recordInRun(run, 'stopped', { event: 'stopped', step: 0 });
  fs.writeFileSync(path.join(run, 'run.json.123.tmp'), 'half');
  packRun(run, file);
  unpackRun(file, unpacked());
  fs.rmSync(path.join(run, 'run.json.123.tmp'));
  expect(contentsOf(unpacked())).toEqual(contentsOf(run));
  expect(Object.keys(contentsOf(run)).length).toBeGreaterThan(5);
});

test('the file holds the name and the note of the run, but not the folder of its images', () => {
  writeRunRecord(run, { ...readRunRecord(run), dataFolder: '//elsewhere/images' });
  writeDescription(run, { name: 'Icons', note: 'the second try' });
  packRun(run, file);
  unpackRun(file, unpacked());
  expect(readRunRecord(unpacked())).toMatchObject({ name: 'Icons', note: 'the second try', dataFolder: '' });
});

test('a lock is not packed', () => {
  const lock = takeRunLock(run);
  packRun(run, file);
  lock.release();
  unpackRun(file, unpacked());
  expect(fs.existsSync(path.join(unpacked(), lockName))).toBe(false);
  fs.rmSync(unpacked(), { recursive: true });
  // A folder that was zipped by hand.
  const record = fs.readFileSync(runPaths(run).record);
  reading({ 'run.json': record, [lockName]: strToU8('{}') })();
  expect(fs.readdirSync(unpacked())).toEqual(['run.json']);
});

test('a run packed during its training is unpacked as interrupted', () => {
  packRun(run, file);
  unpackRun(file, unpacked());
  expect(readRunRecord(unpacked()).status).toBe('interrupted');
});

test('a run whose checkpoints are replaced meanwhile is packed with a complete one', async () => {
  const { weights } = loadWeights(run);
  await whileReplaced(run, 0, () => {
    for (let time = 0; time < 20; time++) {
      packRun(run, file, { mayReplace: true });
      unpackRun(file, unpacked());
      expect(loadWeights(unpacked()).weights).toEqual(weights);
      fs.rmSync(unpacked(), { recursive: true });
    }
  });
});

test('no part is written outside the folder, and a refused file leaves nothing behind', () => {
  const record = fs.readFileSync(runPaths(run).record);
  const before = fs.readdirSync(folder);
  for (const name of [
    '../evil',
    '/etc/evil',
    'samples/../../evil',
    'C:\\evil',
    'samples\\..\\evil',
    'evil.sh',
  ]) {
    expect(reading({ 'run.json': record, [name]: strToU8('x') }), name).toThrow(
      /file-damaged.*not part of a run/,
    );
  }
  expect(fs.readdirSync(folder).filter((name) => name !== 'run.pixelcnn')).toEqual(before);
});

test('a file that is not a run is refused with a reason', () => {
  expect(reading({})).toThrow(/file-damaged/);
  expect(reading({ 'run.json': strToU8('{') })).toThrow(/file-damaged/);
  fs.writeFileSync(file, 'no zip');
  expect(() => unpackRun(file, unpacked())).toThrow(/file-damaged.*ZIP archive is damaged/);
  expect(() => unpackRun(path.join(folder, 'gone'), unpacked())).toThrow(/file-unreadable/);
  expect(fs.existsSync(unpacked())).toBe(false);
});

test('a flipped bit in the file is found', () => {
  packRun(run, file);
  const whole = fs.readFileSync(file);
  const at = whole.indexOf('weights.safetensors') + 300;
  whole[at] = (whole[at] as number) ^ 1;
  fs.writeFileSync(file, whole);
  expect(() => unpackRun(file, unpacked())).toThrow(/file-damaged.*weights.*checksum does not match/);
  expect(fs.existsSync(unpacked())).toBe(false);
});

test('a small file with a false unpacked size is not unpacked', () => {
  const record = fs.readFileSync(runPaths(run).record);
  const zip = Buffer.from(zipSync({ 'run.json': record, 'samples/0.png': new Uint8Array(2 ** 25) }));
  zip.writeUInt32LE(0, zip.lastIndexOf('samples/0.png') - 46 + 24);
  fs.writeFileSync(file, zip);
  expect(() => unpackRun(file, unpacked())).toThrow(/file-damaged.*does not have the size/);
});

test('weights that do not fit the settings are refused', () => {
  const record = readRunRecord(run);
  const settings = { ...record.settings, filters: 8 };
  const files = Object.entries(contentsOf(run)).filter(([, bytes]) => bytes !== 'folder');
  const parts = files.map(([name, bytes]) => [name, Buffer.from(bytes, 'base64')]);
  parts.push(['run.json', Buffer.from(JSON.stringify({ ...record, settings }))]);
  expect(reading(Object.fromEntries(parts) as Zippable)).toThrow(/file-damaged.*do not fit the network/);
  fs.writeFileSync(runPaths(run).record, JSON.stringify({ ...record, settings }));
  expect(() => packRun(run, file, { mayReplace: true })).toThrow(/weights-mismatch/);
});

test('an existing run is not replaced', () => {
  packRun(run, file);
  expect(() => unpackRun(file, run)).toThrow(/run-exists/);
});
