import { expect, test, vi } from 'vitest';
import { StudioError } from '../model/errors';
import type { Handlers } from './api/contract';
import { answerCall } from './ipc';

// Outside Electron the package is a path, which these tests do not use.
vi.mock('electron', () => ({ ipcMain: {} }));

const log: string[] = [];
const described: unknown[] = [];
const words = { name: 'Digits', note: '' };
const handlers = {
  describeRun: (id: string, words: unknown) => void described.push([id, words]),
  openRun: () => {
    throw new StudioError('run-missing', { folder: '/x' });
  },
  listRuns: () => Promise.reject(new Error('a fault')),
} as unknown as Handlers;

const ask = (name: unknown, args: unknown, url = 'studio://app/index.html') =>
  answerCall(
    handlers,
    url,
    (sender) => sender.startsWith('studio://app/'),
    (text) => log.push(text),
    name,
    args,
  );

test('arguments that fit reach the handler', async () => {
  expect(await ask('describeRun', ['run-1', words])).toEqual({ ok: true, value: undefined });
  expect(described).toEqual([['run-1', words]]);
});

test.each([
  ['describeRun', ['../etc', words]],
  ['describeRun', ['run-1']],
  ['describeRun', 'run-1'],
  ['inspectPixel', [{ question: 1, x: -1, y: 0 }]],
  ['draw', [{ run: 'a', count: 1e9, seed: 1, temperature: 1, start: 'blank' }]],
])('%s refuses %j', async (name, args) => {
  expect(await ask(name, args)).toMatchObject({ ok: false, error: { code: 'argument-invalid' } });
});

test('an argument that cannot be converted to text is refused like any other', async () => {
  const odd: unknown[] = [
    { toString: null },
    Object.create(null),
    () => 1,
    Symbol('odd'),
    [[{ toString: 1 }]],
  ];
  for (const value of odd) {
    expect(await ask('describeRun', [value, words])).toMatchObject({ error: { code: 'argument-invalid' } });
    expect(await ask(value, [])).toMatchObject({ error: { code: 'unexpected' } });
  }
});

test('other pages, and calls that are not in the contract, are refused', async () => {
  expect(await ask('describeRun', ['run-1', words], 'https://example.org/')).toMatchObject({ ok: false });
  for (const name of ['constructor', 'toString', '', 7, null]) {
    expect(await ask(name, [])).toMatchObject({ ok: false, error: { code: 'unexpected' } });
  }
  expect(described).toHaveLength(1);
});

test('errors are returned as data, and only unexpected ones are logged', async () => {
  log.length = 0;
  expect(await ask('openRun', ['a'])).toEqual({
    ok: false,
    error: { code: 'run-missing', facts: { folder: '/x' } },
  });
  expect(log).toEqual([]);
  expect(await ask('listRuns', [])).toMatchObject({ ok: false, error: { code: 'unexpected' } });
  expect(log[0]).toContain('a fault');
});
