import { expect, test } from 'vitest';
import { defaultSettings } from '../model/settings';
import { comparedWords, galleryExtras, settingsLine, unheardWords } from './run-words';
import { someGallery } from './testing/samples';

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
    'In all 3.3 bits less than step 1,200, which is worse on this picture.',
  );
  const run = { kind: 'run', run: 'id' } as const;
  expect(comparedWords(run, 'Digits', 12)).toBe(
    'In all 12.0 bits more than Digits, which is better on this picture.',
  );
  expect(comparedWords(run, 'Digits', 0.01)).toBe('In all as many bits as Digits: neither is better here.');
  expect(comparedWords({ kind: 'stroke' }, '', 0)).toBe('In all as many bits as before the stroke.');
});
