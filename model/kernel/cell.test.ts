import { expect, test } from 'vitest';
import { gateCell, inputCell, padding, paddedCell } from './cell';

const _ = padding;

test('a padded cell holds one colour after another, each padded to full lanes', () => {
  const cell = paddedCell(10, 3);
  expect(cell.slots).toEqual([0, 1, 2, 3, _, _, _, _, 4, 5, 6, _, _, _, _, _, 7, 8, 9, _, _, _, _, _]);
  expect(cell.starts).toEqual([0, 8, 16, 24]);
  expect(cell.channels).toBe(10);
  expect(cell.part(1)).toEqual({ channels: 10, start: 8, slots: [4, 5, 6, _, _, _, _, _] });
});

test('with fewer channels than colours a colour may have none', () => {
  const cell = paddedCell(2, 3);
  expect(cell.slots).toEqual([0, _, _, _, _, _, _, _, 1, _, _, _, _, _, _, _]);
  expect(cell.starts).toEqual([0, 8, 16, 16]);
});

test('a gate cell holds both halves of a colour side by side', () => {
  const cell = gateCell(4, 3);
  expect(cell.part(0).slots).toEqual([0, 1, _, _, _, _, _, _, 4, 5, _, _, _, _, _, _]);
  expect(cell.part(2).slots).toEqual([3, _, _, _, _, _, _, _, 7, _, _, _, _, _, _, _]);
  expect(cell.starts).toEqual([0, 16, 32, 48]);
  expect(cell.channels).toBe(8);
});

test('an input cell has no padding', () => {
  expect(inputCell(3, 3).starts).toEqual([0, 1, 2, 3]);
  expect(inputCell(3, 1).starts).toEqual([0, 3]);
});
