import { expect, test } from 'vitest';
import { playwrightResult, vitestResult } from './test-results.mjs';

const file = (status: string, ...tests: [string, string][]) => ({
  name: 'some.test.ts',
  status,
  assertionResults: tests.map(([fullName, outcome]) => ({ fullName, status: outcome })),
});

test('counts unit tests; a skipped one, and a file that does not load, count as failed', () => {
  const report = { testResults: [file('passed', ['a', 'passed'], ['b', 'skipped']), file('failed')] };
  expect(vitestResult(report)).toEqual({ passed: 1, failed: 2, notes: ['b', 'some.test.ts'] });
});

test('counts window tests in nested suites; a skipped one counts as failed', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const inner = { title: 'inner', specs: [spec('b', 'skipped'), spec('c', 'unexpected')] };
  const report = {
    suites: [{ title: 'outer', specs: [spec('a', 'expected')], suites: [inner] }],
    errors: [],
  };
  expect(playwrightResult(report)).toEqual({ passed: 1, failed: 2, notes: ['inner: b', 'inner: c'] });
});

test('a run without tests counts as failed', () => {
  expect(vitestResult({ testResults: [] }).failed).toBe(1);
  expect(playwrightResult({ suites: [], errors: [] }).failed).toBe(1);
});
