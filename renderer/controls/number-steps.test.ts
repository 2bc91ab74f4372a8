import { expect, test } from 'vitest';
import { stepped } from './number-steps';

test.each([
  ['16', 1, { step: 1, min: 4, max: 64 }, '17'],
  ['64', 1, { step: 1, min: 4, max: 64 }, '64'],
  ['20', -10, { step: 1, min: 16 }, '16'],
  ['', 1, { step: 1, min: 4 }, '4'],
  ['', 1, { step: 'any' as const }, '0'],
  ['0.1', 4, { step: 0.05 }, '0.3'],
  ['0.001', 1, { step: 'any' as const }, '0.0011'],
  ['0.001', -1, { step: 'any' as const }, '0.0009'],
  ['0.999995', 1, { step: 'any' as const, max: 1 }, '1'],
  ['0', 1, { step: 'any' as const }, '0.01'],
  ['0', -1, { step: 'any' as const, min: 0 }, '0'],
])('%s, %i steps on, is another number of the field', (text, steps, range, next) => {
  expect(stepped(text, steps, range)).toBe(next);
});
