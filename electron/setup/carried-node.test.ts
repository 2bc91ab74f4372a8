import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { reportedVersion, verifyIntegrity } from './carried-node.mjs';

test('a Node is proved by its answer without an environment; what does not start has no version', () => {
  expect(reportedVersion(process.execPath)).toBe(process.versions.node);
  expect(reportedVersion('/no/such/node')).toBeNull();
});

test('an archive with another checksum is refused', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'archive-'));
  try {
    const file = path.join(folder, 'node.tgz');
    fs.writeFileSync(file, 'abc');
    const abc =
      'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';
    verifyIntegrity(file, abc);
    fs.writeFileSync(file, 'abd');
    expect(() => verifyIntegrity(file, abc)).toThrow('node.tgz is not the expected file');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
