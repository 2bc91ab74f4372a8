import { expect, test } from 'vitest';
import { duration, plural, printable, quoted } from './phrases';

test.each([
  [400, '0 s'],
  [59_600, '1 min 0 s'],
  [7_000, '7 s'],
  [245_000, '4 min 5 s'],
  [12_000_000, '3 h 20 min'],
])('%i ms are %s', (milliseconds, words) => expect(duration(milliseconds)).toBe(words));

test('one picture is singular', () => {
  expect(plural(1, 'picture', 'pictures')).toBe('1 picture');
  expect(plural(0, 'picture', 'pictures')).toBe('0 pictures');
});

test('arguments that a shell would split are quoted', () => {
  expect(quoted('/runs/first-1.0')).toBe('/runs/first-1.0');
  expect(quoted("/my runs/it's")).toBe(String.raw`'/my runs/it'\''s'`);
});

test('what would steer a terminal is escaped', () => {
  expect(printable('a\n\x1b[2J\x9b\u202egnp.exe, ä 字')).toBe(
    String.raw`a\n\u001b[2J\u009b\u202egnp.exe, ä 字`,
  );
});
