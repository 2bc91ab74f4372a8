import { expect, test } from 'vitest';
import { somePictures } from '../testing/samples';
import { KeptColours } from './kept-colours';
import { pictureColours } from './pixel-colours';

test('what did not change is the same object, what did is as the picture is now', () => {
  const kept = new KeptColours();
  const before = somePictures(3);
  const first = [0, 1, 2].map((index) => kept.of(before, index));
  const after = { ...before, pixels: before.pixels.slice() };
  after.pixels[5] = 3;
  expect(kept.of(after, 0)).toBe(first[0]);
  expect(kept.of(after, 1)).toEqual(pictureColours(after, 1));
  expect(kept.of(after, 1)).not.toEqual(first[1]);
  expect(kept.of(after, 2)).toBe(first[2]);
});

test('the same levels of another form are other colours', () => {
  const kept = new KeptColours();
  const pictures = somePictures(1);
  const first = kept.of(pictures, 0);
  expect(kept.of({ ...pictures, levels: 16 }, 0)).not.toEqual(first);
});
