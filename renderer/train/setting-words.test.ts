import { expect, test } from 'vitest';
import { followingLength, keptWords } from './setting-words';

test('the length that does not count follows from the other', () => {
  expect(followingLength({ steps: '3000', epochs: '20' }, 94)).toEqual({ name: 'epochs', value: '= 31.9' });
  expect(followingLength({ steps: 0, epochs: '32' }, 94)).toEqual({ name: 'steps', value: '= 3,008' });
  expect(followingLength({ steps: '', epochs: 20 }, 94)).toEqual({ name: 'epochs', value: '–' });
  for (const unknown of [null, 0]) {
    expect(followingLength({ steps: 3000, epochs: 20 }, unknown)).toEqual({ name: 'epochs', value: '–' });
  }
});

test('what a preset would have used instead of a choice is said in one sentence', () => {
  const size = { name: 'size', own: '16', preset: '32' } as const;
  const colour = { name: 'colour', own: 'palette', preset: 'rgb' } as const;
  expect(keptWords([size])).toBe('Kept as you chose: size 16; this preset would use 32.');
  expect(keptWords([size, colour])).toBe(
    'Kept as you chose: size 16 and colour Palette; this preset would use 32 and RGB.',
  );
});
