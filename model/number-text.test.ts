import { expect, test } from 'vitest';
import { numberIn } from './number-text';

test.each([
  ['0', 0],
  ['-0', 0],
  ['007', 7],
  ['-12', -12],
  ['4294967295', 4294967295],
])('%s is a whole number', (text, value) => {
  expect(numberIn(text, true)).toBe(value);
  expect(numberIn(text, false)).toBe(value);
});

test.each([
  ['0.5', 0.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1E-4', 1e-4],
  ['-2.5e+1', -25],
])('%s is a number, but not a whole one', (text, value) => {
  expect(numberIn(text, true)).toBeUndefined();
  expect(numberIn(text, false)).toBe(value);
});

test.each(
  ['', ' ', ' 5', '5 ', '5\n', '+5', '0x10', '0b1', '1_000', '1,5', '5abc', '5e', '--5', '٣'].concat([
    'NaN',
    'Infinity',
    '1e999',
    '.',
    '1.2.3',
  ]),
)('“%s” is not a number', (text) => {
  expect(numberIn(text, true)).toBeUndefined();
  expect(numberIn(text, false)).toBeUndefined();
});
