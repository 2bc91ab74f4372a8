import { expect, test } from 'vitest';
import type { Colours } from '../pictures/pixel-colours';
import { pictureDifference } from './picture-difference';

const colours = (...greys: number[]): Colours => ({
  width: 2,
  height: greys.length / 2,
  rgba: Uint8ClampedArray.from(greys.flatMap((grey) => [grey, grey, grey, 255])),
});

test('pixels that differ are counted, and how much', () => {
  const difference = pictureDifference(colours(0, 10, 255, 7), colours(0, 30, 55, 7));
  expect(difference).toMatchObject({ different: 2, mean: 55, most: 200 });
  expect(difference?.colours).toMatchObject({ width: 2, height: 2 });
});

test('the largest distance of the three colours counts', () => {
  const other = colours(0, 0);
  other.rgba.set([3, 90, 12, 255]);
  expect(pictureDifference(colours(0, 0), other)).toMatchObject({ different: 1, mean: 45, most: 90 });
});

test('a picture is the same as itself, and not comparable with one of another size', () => {
  expect(pictureDifference(colours(1, 2), colours(1, 2))).toMatchObject({ different: 0, mean: 0, most: 0 });
  expect(pictureDifference(colours(1, 2), colours(1, 2, 3, 4))).toBeNull();
});
