import { expect, test } from 'vitest';
import { defaultSettings } from '../../model/settings';
import {
  comparedWords,
  followingLength,
  galleryExtras,
  keptWords,
  settingsLine,
  unheardWords,
} from './run-words';
import { someGallery } from '../testing/samples';

test('a run is told by its architecture, its colours and whether it knows classes', () => {
  expect(settingsLine(defaultSettings)).toMatch(/^PixelCNN · 16 × 16 px · 4 levels · 64 filters/);
  const changes = { architecture: 'plus-plus', colour: 'palette', levels: 16, classes: 'folders' } as const;
  expect(settingsLine({ ...defaultSettings, ...changes })).toMatch(
    /^PixelCNN\+\+ · 16 × 16 px · palette of 16 · classes · /,
  );
  expect(settingsLine({ ...defaultSettings, colour: 'rgb' })).toContain('RGB, 4 levels');
});

test('a gallery tells its class, that it was completed and that it is unfinished', () => {
  expect(galleryExtras(someGallery())).toBe('');
  const completion = { known: 8, unheard: 0 };
  expect(galleryExtras(someGallery({ className: '', completion, complete: false }))).toBe(
    ', class No subfolder, completed, unfinished',
  );
});

test('given pixels that could not be seen are named', () => {
  expect(unheardWords({ known: 8, unheard: 0 })).toBe('');
  expect(unheardWords({ known: 8, unheard: 1 })).toMatch(/^1 given pixel lies after the first drawn one/);
});

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
    'Kept as you chose: size 16 and colour palette; this preset would use 32 and rgb.',
  );
});
