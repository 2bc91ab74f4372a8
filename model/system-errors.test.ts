import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { errorLine } from './error-texts';
import { phraseOf, reasonOf, toErrorData } from './errors';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'system-'));
const at = (name: string) => path.join(folder, name);
const write = (file: string, text: string) => fs.writeFileSync(file, text);
afterAll(() => fs.rmSync(folder, { recursive: true }));

write(at('file'), 'x');
fs.symlinkSync('loop', at('loop'));

test.each<[string, () => unknown, string]>([
  ['ENOENT', () => fs.readFileSync(at('none')), 'There is no such file or folder'],
  ['ENOTDIR', () => fs.readdirSync(at('file')), 'A file is where a folder was expected'],
  ['EISDIR', () => fs.readFileSync(folder), 'It is a folder, and a file was expected'],
  ['EEXIST', () => fs.mkdirSync(at('file')), 'A file or folder of that name already exists'],
  ['ENOTEMPTY', () => fs.rmdirSync(folder), 'The folder is not empty'],
  ['ENAMETOOLONG', () => write(at('x'.repeat(300)), ''), 'Its name is too long'],
  ['ELOOP', () => fs.readFileSync(at('loop')), 'Its links form a circle'],
  ...(fs.existsSync('/dev/full')
    ? [['ENOSPC', () => write('/dev/full', 'x'), 'The disk is full'] as [string, () => unknown, string]]
    : []),
])('the system error %s has plain words', (code, act, reason) => {
  const thrown = thrownBy(act);
  expect(thrown).toMatchObject({ code });
  expect(reasonOf(thrown)).toBe(reason);
  expect(phraseOf(thrown)).toBe(reason.slice(0, 1).toLowerCase() + reason.slice(1));
  const error = toErrorData(thrown);
  expect(error).toMatchObject({ code: 'place-unusable', facts: { reason } });
  expect(errorLine(error, 'terminal')).toContain(`${reason}.`);
});

test('the sentence of any other system error has no code', () => {
  for (const [name, message] of getSystemErrorMap().values()) {
    const facts = { code: name, syscall: 'open', path: '/a' };
    const error = toErrorData(Object.assign(new Error(`${name}: ${message}, open '/a'`), facts));
    expect(error.code).toBe('place-unusable');
    expect(errorLine(error, 'window'), name).toMatch(/^\/a cannot be used\. [A-Z][^:]*[^.]\. Check /);
    expect(errorLine(error, 'window')).not.toContain(name);
  }
});

test('within a sentence only abbreviations keep their capital', () => {
  expect(phraseOf(new Error('Its header ends beyond the file.'))).toBe('its header ends beyond the file');
  expect(phraseOf(new Error('PNG files are read'))).toBe('PNG files are read');
});

test('any other thrown value is an unexpected error with its message', () => {
  expect(toErrorData(new TypeError('x is not a function'))).toMatchObject({ code: 'unexpected' });
  expect(toErrorData('text')).toMatchObject({ code: 'unexpected', facts: { message: 'text' } });
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (thrown) {
    return thrown;
  }
}
