import { expect, test } from 'vitest';
import { lossColumns } from './loss-columns';

test('both series stand on one axis, holes are null', () => {
  const columns = lossColumns({
    steps: [1, 2, 4],
    training: [1.9, 1.8, 1.6],
    validationSteps: [0, 2, 5],
    validation: [2, 1.85, 1.5],
  });
  expect(columns).toEqual([
    [0, 1, 2, 4, 5],
    [null, 1.9, 1.8, 1.6, null],
    [2, null, 1.85, null, 1.5],
  ]);
});

test('nothing yet is three empty columns', () => {
  expect(lossColumns({ steps: [], training: [], validationSteps: [], validation: [] })).toEqual([[], [], []]);
});
