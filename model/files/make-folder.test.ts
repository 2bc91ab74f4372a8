import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder, removeEmptyFolders } from './make-folder';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'make-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('a folder is made with its missing parents, and an existing one is left alone', () => {
  const deep = path.join(folder, 'a', 'b', 'c');
  expect(makeFolder(deep)).toBe(path.join(folder, 'a'));
  expect(fs.statSync(deep).isDirectory()).toBe(true);
  expect(makeFolder(deep)).toBeUndefined();
});

test('made folders are removed as far as they are empty', () => {
  const deep = path.join(folder, 'b', 'c', 'd');
  const outermost = makeFolder(deep);
  fs.writeFileSync(path.join(folder, 'b', 'letter.txt'), '');
  removeEmptyFolders(deep, outermost);
  expect(fs.readdirSync(path.join(folder, 'b'))).toEqual(['letter.txt']);
  removeEmptyFolders(path.join(folder, 'b'), undefined);
  expect(fs.existsSync(path.join(folder, 'b'))).toBe(true);
});

test.each([
  ['a file in its place', () => 'file', 'A file is where a folder was expected'],
  ['a file on the way', () => path.join('file', 'a'), 'A file is where a folder was expected'],
  ['a long name', () => 'ä'.repeat(200), 'Its name is too long'],
])('%s is reported', (_, name, reason) => {
  fs.writeFileSync(path.join(folder, 'file'), '');
  expect(() => makeFolder(path.join(folder, name()))).toThrow(
    expect.objectContaining({
      code: 'place-unusable',
      facts: { place: expect.anything() as string, reason },
    }),
  );
});

test.runIf(process.platform === 'linux')('making a folder in /proc fails instead of hanging', () => {
  expect(() => makeFolder('/proc/none/such')).toThrow(
    expect.objectContaining({
      code: 'place-unusable',
      facts: { place: '/proc/none', reason: 'The system allows no new folder there' },
    }),
  );
});
