import { expect, test } from 'vitest';
import { measuredMemory } from '../testing/measured-memory';

test('the estimate is within a factor of two of the memory that a step takes', () => {
  const share = measuredMemory({
    architecture: 'gated',
    size: 28,
    filters: 32,
    blocks: 8,
    headFilters: 64,
    batchSize: 16,
  });
  expect(share).toBeGreaterThan(0.5);
  expect(share).toBeLessThan(2);
});
