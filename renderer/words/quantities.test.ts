import { expect, test } from 'vitest';
import { bytes, counted, duration, significant } from './quantities';

test.each([
  [0, '0:00'],
  [59_600, '1:00'],
  [754_000, '12:34'],
  [3_600_000 * 3 + 300_000, '3 h 05 min'],
  [3_600_000 * 52, '2 d 4 h'],
])('%i ms is %s', (milliseconds, written) => expect(duration(milliseconds)).toBe(written));

test.each([
  [999, '999 bytes'],
  [4_210_000, '4.21 MB'],
  [999_600_000, '1 GB'],
])('%i bytes are %s', (value, written) => expect(bytes(value)).toBe(written));

test('numbers and nouns agree', () => {
  expect(counted(1, 'class', 'classes')).toBe('1 class');
  expect(counted(1200, 'picture')).toBe('1,200 pictures');
  expect(significant(0.43123)).toBe('0.431');
});
