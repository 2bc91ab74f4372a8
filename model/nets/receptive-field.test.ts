import { expect, test } from 'vitest';
import { receptiveField } from './receptive-field';

test('without blocks a pixel sees the live taps of the first kernel', () => {
  const field = receptiveField({ architecture: 'plain', firstKernel: 7, kernel: 3, blocks: 0 });
  expect(field).toEqual({ reach: 3, side: 7, area: 24, lastColumns: [-1, 3, 3, 3] });
});

test('blocks widen it, and leave the blind spot to the right', () => {
  const field = receptiveField({ architecture: 'plain', firstKernel: 3, kernel: 3, blocks: 2 });
  // To the right it grows only on the way up: blocks step one column right for each row.
  expect(field.lastColumns).toEqual([-1, 1, 2, 3]);
  expect(field.area).toBe(3 + 5 + 6 + 7);
  expect(field.side).toBe(7);
});

test('the gated network has no blind spot', () => {
  const field = receptiveField({ architecture: 'gated', firstKernel: 7, kernel: 3, blocks: 3 });
  expect(field.lastColumns).toEqual([-1, 5, 5, 5, 5, 5]);
});

test('PixelCNN++ sees far with few blocks', () => {
  const field = receptiveField({ architecture: 'plus-plus', firstKernel: 7, kernel: 3, blocks: 1 });
  expect(field.reach).toBeGreaterThan(32);
});
