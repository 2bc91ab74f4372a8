import { expect, test } from 'vitest';
import { paddedCell } from './cell';
import { KernelMemory } from './kernel-memory';
import { KeptPlanes } from './kept-planes';
import { PicturePlane } from './picture-plane';

const cell = paddedCell(5, 1);

test('a kernel reads the cells of its picture around the pixel, zeros beside it, and nothing later', () => {
  const canvas = { count: 2, height: 4, width: 5 };
  const plane = new PicturePlane(canvas.width, cell, { above: 2, beside: 2 });
  const memory = new KernelMemory();
  const planes = new KeptPlanes(memory, plane, canvas, 2);
  const layer = 1;
  const address = (picture: number, column: number) =>
    (planes.address(layer) + plane.offsetOf(picture, column)) / 4;
  // Each pixel's cell holds its number, counted from 1.
  for (let row = 0; row < canvas.height; row++) {
    planes.beginRows([0, 1]);
    for (const picture of [0, 1]) {
      for (let column = 0; column < canvas.width; column++) {
        const pixel = (picture * canvas.height + row) * canvas.width + column;
        memory.numbers.fill(pixel + 1, address(picture, column), address(picture, column) + cell.depth);
        const read = [...plane.rowsAbove(), ...plane.toTheLeft(3)].flatMap(([offset, length]) => {
          const from = address(picture, column) + offset / 4;
          return [...memory.numbers.subarray(from, from + length)];
        });
        expect(read).toEqual([...around(picture, row, column), ...Array<number>(3).fill(pixel + 1)]);
      }
      const whole = plane.ownRow().map(([offset, length]) => [offset / 4 / cell.depth, length / cell.depth]);
      expect(whole).toEqual([[-2, 5]]);
    }
  }

  /** By the definition: two rows up with two columns to either side, and two columns to the left. */
  function around(picture: number, row: number, column: number): number[] {
    const numbers: number[] = [];
    for (let up = 2; up >= 0; up--) {
      for (let x = column - 2; x <= column + (up > 0 ? 2 : -1); x++) {
        const inside = row >= up && x >= 0 && x < canvas.width;
        const pixel = (picture * canvas.height + row - up) * canvas.width + x;
        numbers.push(...Array<number>(cell.depth).fill(inside ? pixel + 1 : 0));
      }
    }
    return numbers;
  }
});

test('each picture begins its rows on its own, and a new one has nothing above', () => {
  const canvas = { count: 2, height: 3, width: 2 };
  const plane = new PicturePlane(canvas.width, cell, { above: 1, beside: 0 });
  const memory = new KernelMemory();
  const planes = new KeptPlanes(memory, plane, canvas, 1);
  const at = (picture: number, row: number) =>
    memory.numbers[(planes.address(0) + plane.offsetOf(picture, 1) + row * plane.rowBytes) / 4];
  memory.numbers.fill(7, planes.address(0) / 4, (planes.address(0) + 2 * plane.bytesPerPicture) / 4);
  planes.clear();
  for (const picture of [0, 1]) {
    const own = (planes.address(0) + plane.offsetOf(picture, 1)) / 4;
    memory.numbers[own] = 3 + picture;
  }
  planes.beginRows([1]);
  expect([at(0, -1), at(0, 0), at(1, -1)]).toEqual([0, 3, 4]);
  planes.goTo(Uint32Array.of(3, 8));
  expect([...memory.integers(planes.atPixels(0).offsets, 2)]).toEqual([
    plane.offsetOf(0, 1),
    plane.offsetOf(1, 0),
  ]);
  expect([...memory.integers(planes.alongRows(0).offsets, 2)]).toEqual([
    plane.offsetOf(1, 0),
    plane.offsetOf(1, 1),
  ]);
});
