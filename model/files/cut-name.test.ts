import { expect, test } from 'vitest';
import { cutName } from './cut-name';

test.each([
  ['Digits', 'Digits'],
  ['x'.repeat(300), 'x'.repeat(120)],
  ['字'.repeat(60), '字'.repeat(40)],
  // Four bytes and two code units each; the last one does not fit.
  [`a${'𐐀'.repeat(60)}`, `a${'𐐀'.repeat(29)}`],
])('%s is cut at its byte limit, between characters', (name, cut) => expect(cutName(name)).toBe(cut));
