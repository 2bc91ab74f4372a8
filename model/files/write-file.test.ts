import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileWhole } from './write-file';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'write-file-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test('an existing file is replaced only if allowed, even one that appears during the write', () => {
  const file = path.join(folder, 'file');
  writeFileWhole(file, 'first', { mayReplace: false });
  expect(() => writeFileWhole(file, 'second', { mayReplace: false })).toThrow(/file-exists/);
  expect(fs.readFileSync(file, 'utf8')).toBe('first');
  writeFileWhole(file, 'second');
  expect(fs.readFileSync(file, 'utf8')).toBe('second');
  expect(fs.readdirSync(folder)).toEqual(['file']);
});

test('a write that fails leaves no temporary file', () => {
  fs.mkdirSync(path.join(folder, 'taken', 'inner'), { recursive: true });
  expect(() => writeFileWhole(path.join(folder, 'taken'), 'x')).toThrow(/file-unwritable/);
  expect(fs.readdirSync(folder)).toEqual(['taken']);
});
