import { expect, test } from 'vitest';
import { comparedWords } from './compared-words';

test('a difference in bits says which weights are better, and nothing where it is none', () => {
  const step = { kind: 'checkpoint', step: 1200 } as const;
  expect(comparedWords(step, '', -3.25)).toBe(
    'The picture takes 3.3 bits fewer than with step 1,200, so step 1,200 is worse on it.',
  );
  const run = { kind: 'run', run: 'id' } as const;
  expect(comparedWords(run, 'Digits', 12)).toBe(
    'The picture takes 12.0 bits more than with “Digits”, so “Digits” is better on it.',
  );
  expect(comparedWords(run, 'Digits', 0.01)).toBe(
    'The picture takes as many bits as with “Digits”: neither is better on it.',
  );
  expect(comparedWords({ kind: 'stroke' }, '', 0)).toBe(
    'The picture takes as many bits as before the stroke.',
  );
});
