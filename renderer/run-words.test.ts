import { expect, test } from 'vitest';
import { defaultSettings } from '../model/settings';
import { galleryExtras, settingsLine, unheardWords } from './run-words';
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
