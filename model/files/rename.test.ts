import { expect, test, vi } from 'vitest';
import { rename } from './rename';

const failing = (code: string) => Object.assign(new Error(code), { code });

/** A system whose first renames fail. */
function systemOf(platform: NodeJS.Platform, ...failures: string[]) {
  const left = [...failures];
  const wait = vi.fn<(milliseconds: number) => void>();
  const rename = vi.fn(() => {
    const code = left.shift();
    if (code) throw failing(code);
  });
  return { platform, rename, wait };
}

test('a file that Windows holds for a moment is renamed as soon as it is free', () => {
  const system = systemOf('win32', 'EPERM', 'EBUSY', 'EACCES');
  rename('a', 'b', system);
  expect(system.rename.mock.calls).toEqual(Array(4).fill(['a', 'b']));
  expect(system.wait).toHaveBeenCalledTimes(3);
});

test('a file that stays held is reported after about a second', () => {
  const system = systemOf('win32', ...Array<string>(99).fill('EPERM'));
  expect(() => rename('a', 'b', system)).toThrow('EPERM');
  const waited = system.wait.mock.calls.reduce((sum, [milliseconds]) => sum + milliseconds, 0);
  expect(waited).toBeGreaterThan(900);
  expect(waited).toBeLessThan(1500);
});

test('other errors, and other systems, are not tried again', () => {
  for (const system of [systemOf('win32', 'ENOENT'), systemOf('linux', 'EPERM')]) {
    expect(() => rename('a', 'b', system)).toThrow();
    expect(system.rename).toHaveBeenCalledTimes(1);
    expect(system.wait).not.toHaveBeenCalled();
  }
});
