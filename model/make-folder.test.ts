import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from './make-folder';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'make-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('a folder is made with those it is in, and one that is there is left alone', () => {
  const deep = path.join(folder, 'a', 'b', 'c');
  expect(makeFolder(deep)).toBe(true);
  expect(fs.statSync(deep).isDirectory()).toBe(true);
  expect(makeFolder(deep)).toBe(false);
});

test.each([
  ['a file in its place', () => 'file', 'A file is where a folder was expected'],
  ['a file on the way', () => path.join('file', 'a'), 'A file is where a folder was expected'],
  ['a long name', () => 'ä'.repeat(200), 'Its name is too long'],
])('%s is said', (_, name, reason) => {
  fs.writeFileSync(path.join(folder, 'file'), '');
  expect(() => makeFolder(path.join(folder, name()))).toThrow(
    expect.objectContaining({
      code: 'place-unusable',
      facts: { place: expect.anything() as string, reason },
    }),
  );
});

test.runIf(process.platform === 'linux')('a place where nothing can be made is not tried for ever', () => {
  expect(() => makeFolder('/proc/none/such')).toThrow(
    expect.objectContaining({
      code: 'place-unusable',
      facts: { place: '/proc/none', reason: 'The system lets no folder be made there' },
    }),
  );
});
