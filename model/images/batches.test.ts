import { expect, test } from 'vitest';
import { batchAt, stepsPerEpoch } from './batches';

const training = Uint32Array.from({ length: 10 }, (_, i) => 100 + i);

test('an epoch shows every training image once, with the remainder in the last batch', () => {
  expect(stepsPerEpoch(10, 4)).toBe(3);
  const batches = [0, 1, 2].map((step) => batchAt(training, 4, 7, step));
  expect(batches.map(({ epoch, indices }) => [epoch, indices.length])).toEqual([
    [0, 4],
    [0, 4],
    [0, 2],
  ]);
  expect(batches.flatMap(({ indices }) => [...indices]).sort()).toEqual([...training]);
});

test('a batch depends only on its step, not on earlier calls', () => {
  const forward = [0, 1, 2, 3, 4, 5].map((step) => batchAt(training, 4, 7, step));
  const backward = [5, 4, 3, 2, 1, 0].map((step) => batchAt(training, 4, 7, step)).reverse();
  expect(backward).toEqual(forward);
  expect(batchAt(training, 4, 8, 0)).not.toEqual(forward[0]);
  expect(batchAt(training, 4, 7, 0)).toEqual(forward[0]);
});

test('the order is reproducible and differs from epoch to epoch', () => {
  expect([...batchAt(training, 10, 1, 0).indices]).toEqual([
    107, 100, 103, 101, 108, 104, 102, 106, 109, 105,
  ]);
  expect([...batchAt(training, 10, 1, 1).indices]).toEqual([
    104, 100, 105, 102, 101, 108, 106, 103, 107, 109,
  ]);
});

test('a batch larger than the data set is the whole data set', () => {
  const { epoch, indices } = batchAt(training, 128, 1, 3);
  expect(epoch).toBe(3);
  expect([...indices].sort()).toEqual([...training]);
});
