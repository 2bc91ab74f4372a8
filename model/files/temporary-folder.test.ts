import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { inTemporaryFolder } from './temporary-folder';

afterEach(() => vi.unstubAllEnvs());

test('work gets a new folder among the temporary ones', () => {
  const folder = inTemporaryFolder('work-', (own) => {
    fs.writeFileSync(path.join(own, 'file'), 'x');
    return own;
  });
  expect(path.dirname(folder)).toBe(os.tmpdir());
  expect(fs.readdirSync(folder)).toEqual(['file']);
  fs.rmSync(folder, { recursive: true });
});

test.runIf(process.platform !== 'win32')('a folder for temporary files that is not there is named', () => {
  vi.stubEnv('TMPDIR', '/nowhere/temporary');
  const facts = { folder: '/nowhere/temporary', reason: 'There is no such file or folder' };
  expect(() => inTemporaryFolder('work-', () => undefined)).toThrow(
    expect.objectContaining({ code: 'temporary-unusable', facts }),
  );
});

test.runIf(fs.existsSync('/dev/full'))('a full one is, too', () => {
  const facts = { folder: os.tmpdir(), reason: 'The disk is full' };
  const write = (folder: string) => {
    // The system's own file on a disk that is full.
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

test('what the work itself gets wrong stays what it is', () => {
  const wrong = (folder: string) => {
    fs.rmdirSync(folder);
    throw new RangeError('wrong');
  };
  expect(() => inTemporaryFolder('work-', wrong)).toThrow(new RangeError('wrong'));
});
