import { expect, test } from 'vitest';
import { findPython } from './python.mjs';

/** Finds Python on a machine where only these commands are Python 3 with pip. */
const among = (platform: NodeJS.Platform, ...commands: string[]) =>
  findPython(platform, (command, ...args) => commands.includes([command, ...args.slice(0, -2)].join(' ')));

test('Python has the names of the system, and the first that works is used', () => {
  expect(among('linux', 'python', 'python3')).toEqual(['python3']);
  expect(among('darwin', 'python')).toEqual(['python']);
  expect(among('win32', 'py -3', 'python')).toEqual(['py', '-3']);
  expect(among('win32', 'python')).toEqual(['python']);
  expect(among('linux', 'py -3')).toBeUndefined();
});

test('a Python is used only if it is Python 3 and has pip', () => {
  expect(findPython('linux', () => false)).toBeUndefined();
  const asked: string[][] = [];
  findPython('linux', (...command) => asked.push(command) > 0);
  expect(asked).toEqual([['python3', '-c', 'import sys, pip; sys.exit(sys.version_info < (3,))']]);
});
