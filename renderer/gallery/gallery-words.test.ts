import { expect, test } from 'vitest';
import { someGallery } from '../testing/samples';
import { galleryExtras, unseenWords } from './gallery-words';

test('a gallery is described by its class, whether it was completed and whether it is unfinished', () => {
  expect(galleryExtras(someGallery())).toBe('');
  const completion = { known: 8, unheard: 0 };
  expect(galleryExtras(someGallery({ className: '', completion, complete: false }))).toBe(
    ', class No subfolder, completed, unfinished',
  );
});

test('given pixels that could not be seen are named', () => {
  expect(unseenWords({ known: 8, unheard: 0 })).toBe('');
  expect(unseenWords({ known: 8, unheard: 1 })).toMatch(/^1 given pixel comes after the first drawn one/);
});
