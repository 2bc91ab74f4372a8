import { expect, test } from 'vitest';
import { splitImages } from './split';

test('every image is on one side, and each side rises', () => {
  const { training, validation } = splitImages(101, 0.1, 3);
  expect(validation.length).toBe(10);
  expect([...training, ...validation].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 101 }, (_, i) => i),
  );
  for (const side of [training, validation]) expect(side).toEqual(side.slice().sort());
});

test('the split stays what it is, and the seed changes it', () => {
  expect([...splitImages(20, 0.25, 1).validation]).toEqual([6, 11, 12, 13, 18]);
  expect(splitImages(1000, 0.1, 1)).not.toEqual(splitImages(1000, 0.1, 2));
});

test('a share takes at least one image and leaves at least one', () => {
  const sizes = (count: number, share: number) => {
    const { training, validation } = splitImages(count, share, 1);
    return [training.length, validation.length];
  };
  expect(sizes(0, 0.5)).toEqual([0, 0]);
  expect(sizes(1, 0.5)).toEqual([1, 0]);
  expect(sizes(2, 0.01)).toEqual([1, 1]);
  expect(sizes(3, 0.5)).toEqual([1, 2]);
  expect(sizes(50, 0)).toEqual([50, 0]);
});
