import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LogFile } from './log-file';

test('the end of the log is read back across two files', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'log-')), 'logs', 'studio.log');
  const log = new LogFile(file);
  expect(log.tail(5)).toEqual([]);
  log.write('first');
  log.write('x'.repeat(1_000_001));
  log.write('second');
  log.write('third');
  expect(fs.existsSync(`${file}.1`)).toBe(true);
  expect(log.tail(2).map((line) => line.split(' ')[1])).toEqual(['second', 'third']);
  expect(log.tail(9).map((line) => line.length > 100)).toEqual([false, true, false, false]);
});
