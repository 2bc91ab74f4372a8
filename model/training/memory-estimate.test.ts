import { expect, test } from 'vitest';
import { toErrorData } from '../errors';
import { measuredMemory } from '../testing/measured-memory';
import { described } from '../testing/random-run';
import { defaultSettings } from '../settings';
import { fittingMicroBatch, preferredMicroBatch, trainingBytes } from './memory-estimate';
import { card, cores } from '../machine/workers';

test('the estimate is within a factor of two of the memory that a step takes', () => {
  const share = measuredMemory({ size: 32, filters: 128, blocks: 8, batchSize: 16 });
  expect(share).toBeGreaterThan(0.5);
  expect(share).toBeLessThan(2);
});

test('micro-batches fit the cache and occupy every core', () => {
  const notebook = { ...defaultSettings, size: 16, filters: 128, batchSize: 128 };
  expect(preferredMicroBatch(notebook, cores(2))).toBe(16);
  expect(preferredMicroBatch({ ...notebook, size: 64 }, cores(2))).toBe(1);
  expect(preferredMicroBatch({ ...notebook, filters: 16, batchSize: 32 }, cores(4))).toBe(8);
  expect(preferredMicroBatch({ ...notebook, batchSize: 1 }, cores(4))).toBe(1);
});

test('with less memory the micro-batch is reduced first, then the batch', () => {
  const description = described({ size: 32, filters: 128, batchSize: 64 });
  expect(fittingMicroBatch(description, 1e12)).toBe(preferredMicroBatch(description.settings));
  expect(fittingMicroBatch(description, trainingBytes(description, 2) + 1)).toBe(2);
  expect(fittingMicroBatch(description, 1e12, cores(), 5)).toBe(5);
});

test('a graphics card computes the whole batch, or as much of it as fits into memory', () => {
  const description = described({ size: 32, filters: 128, batchSize: 64 });
  expect(fittingMicroBatch(description, 1e12, card)).toBe(64);
  expect(fittingMicroBatch(description, trainingBytes(description, 16, card), card)).toBe(16);
});

test('a batch that does not fit is refused with the batch size that does', () => {
  const withBatch = (batchSize: number) => described({ size: 64, filters: 512, blocks: 30, batchSize });
  const refusal = (availableBytes: number) => {
    try {
      fittingMicroBatch(withBatch(1024), availableBytes);
    } catch (thrown) {
      return toErrorData(thrown);
    }
    return undefined;
  };
  const fits = trainingBytes(withBatch(4), 1);
  expect(refusal(fits)).toMatchObject({
    code: 'out-of-memory',
    facts: { availableBytes: fits, batchThatFits: 4 },
  });
  expect(fittingMicroBatch(withBatch(4), fits)).toBe(1);
  expect(refusal(1e8)).toMatchObject({ code: 'out-of-memory', facts: { batchThatFits: 0 } });
});
