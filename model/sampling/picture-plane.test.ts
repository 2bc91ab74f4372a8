import { expect, test } from 'vitest';
import { PicturePlane } from './picture-plane';

test('every pixel has a cell of its own, and no masked kernel leaves the plane or meets another picture', () => {
  const canvas = { count: 2, height: 3, width: 5 };
  const plane = new PicturePlane(canvas, 2, 4);
  const cells = new Map(Array.from({ length: 30 }, (_, pixel) => [plane.offsetOf(pixel), pixel]));
  expect(cells.size).toBe(30);
  for (const [offset, pixel] of cells) {
    const seen = new Set<number>();
    for (const [from, length] of plane.seen({ own: true })) {
      expect(offset + from).toBeGreaterThanOrEqual(0);
      expect(offset + from + 4 * length).toBeLessThanOrEqual(plane.bytes);
      for (let i = 0; i < length; i += 4) {
        const found = cells.get(offset + from + 4 * i);
        if (found !== undefined) seen.add(found);
      }
    }
    expect([...seen].sort((a, b) => a - b)).toEqual(earlierAround(pixel));
  }

  /** By the definition: up to two rows up and two columns to either side, itself and nothing after it. */
  function earlierAround(pixel: number): number[] {
    const { height, width } = canvas;
    const place = (p: number) => [
      Math.floor(p / (height * width)),
      Math.floor(p / width) % height,
      p % width,
    ];
    const [n, row, column] = place(pixel) as [number, number, number];
    return Array.from({ length: pixel + 1 }, (_, other) => other).filter((other) => {
      const [m, y, x] = place(other) as [number, number, number];
      return m === n && row - y <= 2 && Math.abs(x - column) <= 2;
    });
  }
});

test('a mask of type A leaves the own cell out', () => {
  const plane = new PicturePlane({ count: 1, height: 8, width: 8 }, 3, 1);
  expect(plane.seen({ own: false }).map(([, length]) => length)).toEqual([7, 7, 7, 3]);
  expect(plane.seen({ own: true }).map(([, length]) => length)).toEqual([7, 7, 7, 4]);
});
