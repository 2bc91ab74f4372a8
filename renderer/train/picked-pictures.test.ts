import { expect, test } from 'vitest';
import { evenlyPicked, picked } from './picked-pictures';

const pictures = {
  count: 6,
  height: 1,
  width: 2,
  channels: 1,
  levels: 12,
  pixels: Uint8Array.from({ length: 12 }, (_, i) => i),
};

test('pictures are picked evenly, all of them when there are few', () => {
  expect(evenlyPicked(pictures, 3)).toMatchObject({ count: 3, pixels: Uint8Array.of(0, 1, 4, 5, 8, 9) });
  expect(evenlyPicked(pictures, 100)).toEqual(pictures);
});

test('pictures at given places are picked in that order', () => {
  expect(picked(pictures, [5, 0]).pixels).toEqual(Uint8Array.of(10, 11, 0, 1));
});
