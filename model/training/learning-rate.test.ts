import { expect, test } from 'vitest';
import { learningRateAt } from './learning-rate';

const constant = { learningRate: 0.1, warmUp: 0, learningRateDecay: 1 };

test('without warm-up and decay the rate is the same at every step', () => {
  expect([1, 2, 1000].map((step) => learningRateAt(constant, step))).toEqual([0.1, 0.1, 0.1]);
});

test('it rises linearly over the warm-up and then stays', () => {
  const rates = [1, 2, 3, 4, 5, 100].map((step) => learningRateAt({ ...constant, warmUp: 4 }, step));
  [0.025, 0.05, 0.075, 0.1, 0.1, 0.1].forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 12));
});

test('it decays by the same factor after every step, from the first on', () => {
  const decaying = { ...constant, learningRateDecay: 0.9 };
  expect(learningRateAt(decaying, 1)).toBe(0.1);
  expect(learningRateAt(decaying, 2)).toBeCloseTo(0.09, 12);
  expect(learningRateAt(decaying, 11)).toBeCloseTo(0.1 * 0.9 ** 10, 12);
  expect(learningRateAt({ ...decaying, warmUp: 2 }, 1)).toBeCloseTo(0.05, 12);
});
