import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { inTemporaryFolder } from './temporary-folder';

afterEach(() => vi.unstubAllEnvs());

test('work gets a new folder in the folder for temporary files', () => {
  const folder = inTemporaryFolder('work-', (own) => {
    fs.writeFileSync(path.join(own, 'file'), 'x');
    return own;
  });
  expect(path.dirname(folder)).toBe(os.tmpdir());
  expect(fs.readdirSync(folder)).toEqual(['file']);
  fs.rmSync(folder, { recursive: true });
});

test.runIf(process.platform !== 'win32')('a missing folder for temporary files is named', () => {
  vi.stubEnv('TMPDIR', '/nowhere/temporary');
  const facts = { folder: '/nowhere/temporary', reason: 'There is no such file or folder' };
  expect(() => inTemporaryFolder('work-', () => undefined)).toThrow(
    expect.objectContaining({ code: 'temporary-unusable', facts }),
  );
});

test.runIf(fs.existsSync('/dev/full'))('a full one is named, too', () => {
  const facts = { folder: os.tmpdir(), reason: 'The disk is full' };
  const write = (folder: string) => {
    // A file that always reports a full disk.
    fs.symlinkSync('/dev/full', path.join(folder, 'file'));
    try {
      fs.writeFileSync(path.join(folder, 'file'), 'x');
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  };
  expect(() => inTemporaryFolder('work-', write)).toThrow(
    expect.objectContaining({ code: 'temporary-unusable', facts }),
  );
});

test('errors of the work itself are passed on', () => {
  const wrong = (folder: string) => {
    fs.rmdirSync(folder);
    throw new RangeError('wrong');
  };
  expect(() => inTemporaryFolder('work-', wrong)).toThrow(new RangeError('wrong'));
});
