import { expect, test } from 'vitest';
import { npmCommand, sameVersions } from './packages.mjs';

const locked = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/for-another-system': { version: '2.0.0', optional: true },
};

test('packages are complete if each required one has its version', () => {
  expect(sameVersions(locked, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
});

test('packages are not complete if one has another version, is missing, or is extra', () => {
  expect(sameVersions(locked, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
  expect(sameVersions(locked, {})).toBe(false);
  const another = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } };
  expect(sameVersions(locked, another)).toBe(false);
});

test('npm is started in a way that Node allows on every system', () => {
  expect(npmCommand(['ci'], 'linux', undefined)).toEqual({ command: 'npm', given: ['ci'], shell: false });
  expect(npmCommand(['ci', '--x'], 'win32', undefined)).toEqual({
    ...{ command: 'npm.cmd ci --x', given: [], shell: true },
  });
  const script = '/lib/npm/bin/npm-cli.js';
  const byScript = { command: process.execPath, given: [script, 'ci'], shell: false };
  expect(npmCommand(['ci'], 'win32', script)).toEqual(byScript);
  expect(npmCommand(['ci'], 'win32', 'C:\\pnpm.cjs').shell).toBe(true);
});
