import { expect, test } from 'vitest';
import { lineBetween, nearestInside } from './pixel';

test('a position outside a picture becomes the nearest pixel inside it', () => {
  const size = { width: 4, height: 2 };
  expect(nearestInside({ x: -3, y: 9 }, size)).toEqual({ x: 0, y: 1 });
  expect(nearestInside({ x: 2, y: 1 }, size)).toEqual({ x: 2, y: 1 });
});

test('a line has no gaps and includes both ends', () => {
  expect(lineBetween({ x: 0, y: 0 }, { x: 3, y: 1 })).toEqual([
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 2, y: 1 },
    { x: 3, y: 1 },
  ]);
  expect(lineBetween({ x: 1, y: 1 }, { x: 1, y: 1 })).toContainEqual({ x: 1, y: 1 });
});
