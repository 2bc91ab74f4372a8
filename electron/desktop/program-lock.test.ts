import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toErrorData } from '../../model/errors';
import { lockName } from '../../model/run/run-folder';
import { takeProgramLock } from './program-lock';

const newFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'data-'));

test('a second program hears which process has the folder', () => {
  const folder = newFolder();
  takeProgramLock(folder);
  let error;
  try {
    takeProgramLock(folder);
  } catch (thrown) {
    error = toErrorData(thrown);
  }
  expect(error).toMatchObject({
    code: 'program-open',
    facts: { folder, pid: process.pid, host: os.hostname() },
  });
});

test('the lock of a program that was killed, and a file that is none, do not stop a start', () => {
  const folder = newFolder();
  takeProgramLock(folder);
  const file = path.join(folder, lockName);
  const lock = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
  fs.writeFileSync(file, JSON.stringify({ ...lock, token: 'other', pid: 2 ** 30 }));
  takeProgramLock(folder);
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  fs.writeFileSync(file, 'no lock');
  takeProgramLock(folder);
});
