import childProcess from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBeginningAsync, readRegularFile, readRegularFileAsync, readRegularText } from './regular-file';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'regular-file-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const at = (name: string) => path.join(folder, name);

test('a regular file is read whole, text without its byte order mark', async () => {
  fs.writeFileSync(at('text'), '\uFEFFa run');
  expect(readRegularText(at('text'))).toBe('a run');
  expect(readRegularFile(at('text'))).toEqual(fs.readFileSync(at('text')));
  const { bytes, stat } = await readRegularFileAsync(at('text'));
  expect(bytes).toEqual(fs.readFileSync(at('text')));
  expect(stat.size).toBe(bytes.length);
});

test('a file larger than the limit is refused before it is read', async () => {
  fs.writeFileSync(at('large'), Buffer.alloc(3 * 2 ** 20));
  expect(() => readRegularFile(at('large'), 2 ** 20)).toThrow('larger than 1 MiB');
  await expect(readRegularFileAsync(at('large'), 2 ** 20)).rejects.toThrow('larger than 1 MiB');
});

test('of a large file only the beginning is read, of a small one everything', async () => {
  fs.writeFileSync(at('large'), Buffer.alloc(3 * 2 ** 20, 7));
  fs.writeFileSync(at('small'), 'few');
  expect(await readBeginningAsync(at('large'), 32)).toEqual(Buffer.alloc(32, 7));
  expect((await readBeginningAsync(at('small'), 32)).toString()).toBe('few');
});

test('folders and missing files are refused', async () => {
  expect(() => readRegularFile(folder)).toThrow('It is a folder');
  await expect(readRegularFileAsync(at('none'))).rejects.toThrow('ENOENT');
});

test.skipIf(process.platform === 'win32')('pipes and devices are refused at once', async () => {
  childProcess.execFileSync('mkfifo', [at('pipe')]);
  for (const file of [at('pipe'), '/dev/zero']) {
    expect(() => readRegularFile(file)).toThrow('not a regular file');
    await expect(readRegularFileAsync(file)).rejects.toThrow('not a regular file');
    await expect(readBeginningAsync(file, 32)).rejects.toThrow('not a regular file');
  }
});
