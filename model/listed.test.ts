import { expect, test } from 'vitest';
import { listed } from './listed';

test('parts are listed as in a sentence', () => {
  expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['a', 'a and b', 'a, b and c']);
});
