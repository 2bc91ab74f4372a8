import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { galleryPaths, listGalleryRecords, readGalleryRecord } from './gallery-record';

const made = path.join(import.meta.dirname, '../testing/fixtures/made-by-0.1.0/library/gated');
const whole = JSON.parse(fs.readFileSync(galleryPaths(made, 'rows').record, 'utf8')) as Record<
  string,
  unknown
>;

let runFolder: string;
let file: string;
beforeEach(() => {
  runFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'gallery-record-'));
  file = galleryPaths(runFolder, 'g').record;
  fs.mkdirSync(path.dirname(file), { recursive: true });
});
afterEach(() => fs.rmSync(runFolder, { recursive: true }));

const reading = () => readGalleryRecord(runFolder, 'g');

test('a gallery of 0.1.0 is read as it was written, under the name of its folder', () => {
  fs.writeFileSync(file, JSON.stringify({ ...whole, id: 'rows' }));
  expect(reading()).toEqual({ ...whole, id: 'g' });
  for (const [run, gallery] of [
    ['plain', 'pictures'],
    ['plus-plus', 'rows'],
  ] as const) {
    const folder = path.join(made, '..', run);
    const text = fs.readFileSync(galleryPaths(folder, gallery).record, 'utf8');
    expect(readGalleryRecord(folder, gallery)).toEqual(JSON.parse(text));
  }
});

test.each<[string, unknown, string]>([
  ['seed', '/../../../x', '“seed” is “/../../../x” but must be a number'],
  ['seed', 0.5, '“seed” is 0.5 but must be a whole number'],
  ['seed', 2 ** 32, 'must be at most 4294967295'],
  ['created', 'yesterday', '“created” is “yesterday” but must be a number'],
  ['created', 1e300, '“created” is 1e+300 but must be at most'],
  ['count', 0, '“count” is 0 but must be at least 1'],
  ['count', 1e9, '“count” is 1000000000 but must be at most'],
  ['count', 3, 'must be rows of the same length'],
  ['height', -1, '“height” is -1'],
  ['settings', null, '“settings” cannot be used: settings must be'],
  ['settings', { size: 'x'.repeat(1e6) }, '“settings” cannot be used: size must be a whole number from 8'],
  ['checkpoint', 'x', '“checkpoint” is “x” but must be a SHA-256'],
  ['completion', { known: 1, unheard: 0, mask: [1] }, 'must be a mask as large as the pictures'],
  ['grid', { kind: 'temperature', values: [] }, '“grid.values” is a list'],
  ['stars', ['a'], '“stars.0” is “a” but must be a number'],
  ['start', 'x', '“start” is “x” but must be ("blank" | "noise")'],
  ['temperature', null, '“temperature” is null but must be a number'],
  ['model', undefined, '“model” is missing'],
  ['format', '1', '“format” is “1”'],
])('a wrong %s, %j, is refused with a reason', (name, value, reason) => {
  fs.writeFileSync(file, JSON.stringify({ ...whole, [name]: value }));
  expect(reading).toThrow(
    expect.objectContaining({
      code: 'file-damaged',
      facts: { file, reason: expect.stringContaining(reason) as string },
    }),
  );
});

test.each([
  ['', 'it is empty'],
  ['{', 'it is not JSON'],
  ['null', 'it is null but must be an object'],
  ['{"name":"another program"}', '“format” is missing'],
])('a file that is not a gallery.json, %j, is refused', (text, reason) => {
  fs.writeFileSync(file, text);
  expect(reading).toThrow(expect.objectContaining({ code: 'file-damaged', facts: { file, reason } }));
});

test('a newer format is reported as such', () => {
  fs.writeFileSync(file, JSON.stringify({ ...whole, format: 2 }));
  expect(reading).toThrow(expect.objectContaining({ code: 'file-newer' }));
});

test('a damaged gallery does not hide others', () => {
  for (const [id, text] of [
    ['a', JSON.stringify(whole)],
    ['b', 'null'],
    ['c', JSON.stringify({ ...whole, created: {} })],
    ['d', JSON.stringify(whole)],
  ] as const) {
    fs.mkdirSync(path.dirname(galleryPaths(runFolder, id).record));
    fs.writeFileSync(galleryPaths(runFolder, id).record, text);
  }
  fs.mkdirSync(galleryPaths(runFolder, 'e').record, { recursive: true });
  expect(listGalleryRecords(runFolder).map(({ id }) => id)).toEqual(['a', 'd']);
});
