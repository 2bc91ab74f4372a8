import { expect, test } from 'vitest';
import { Budget } from './in-flight';

/** Work that ends on request, and the largest number of pixels in use at once. */
function watched(budget: Budget) {
  let now = 0;
  const seen = { most: 0, begun: [] as number[] };
  const ends: (() => void)[] = [];
  const spend = (pixels: number) =>
    budget.spend(pixels, async () => {
      seen.begun.push(pixels);
      now += pixels;
      seen.most = Math.max(seen.most, now);
      await new Promise<void>((end) => ends.push(end));
      now -= pixels;
      return pixels;
    });
  const settled = () => new Promise((done) => setImmediate(done));
  const endOne = async () => {
    ends.shift()?.();
    await settled();
  };
  return { spend, seen, endOne, settled };
}

test('work begins in order, once there is room for its pixels', async () => {
  const { spend, seen, endOne, settled } = watched(new Budget(100));
  const all = Promise.all([60, 30, 50, 10, 200, 1].map(spend));
  await settled();
  expect(seen.begun).toEqual([60, 30]);
  await endOne();
  expect(seen.begun).toEqual([60, 30, 50, 10]);
  await endOne();
  expect(seen.begun).toEqual([60, 30, 50, 10]);
  for (let i = 0; i < 2; i++) await endOne();
  // A request larger than the budget takes all of it, alone.
  expect(seen.begun).toEqual([60, 30, 50, 10, 200]);
  for (let i = 0; i < 2; i++) await endOne();
  expect(await all).toEqual([60, 30, 50, 10, 200, 1]);
});

test('failed work releases its pixels', async () => {
  const budget = new Budget(10);
  for (let i = 0; i < 3; i++) {
    await expect(budget.spend(10, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  }
  expect(await budget.spend(10, () => Promise.resolve('whole'))).toBe('whole');
});
