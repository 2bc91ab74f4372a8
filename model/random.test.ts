import { expect, test } from 'vitest';
import { permutation, philoxWords, randomUse, randomValues, uniform } from './random';

test('the words are those of Philox4x32-10, by the known answers its authors publish', () => {
  const ones = 0xffffffff;
  expect(philoxWords([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  expect(philoxWords([ones, ones, ones, ones], [ones, ones])).toEqual([
    0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
  ]);
  expect(philoxWords([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
    0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
  ]);
});

test('a die is the first 52 bits of its words, and never changes', () => {
  const [first, second] = philoxWords([7, 3, 5, 0], [42, randomUse.dice]);
  expect(uniform(42, 7, 3, 5, 0)).toBe((first * 2 ** 20 + Math.floor(second / 2 ** 12) + 0.5) / 2 ** 52);
  expect(uniform(42, 7, 3, 5, 0)).toBe(0.6954552668242276);
  expect(uniform(4294967295, 7, 3, 5, 0)).not.toBe(uniform(4294967294, 7, 3, 5, 0));
});

test('a die does not depend on earlier ones', () => {
  const places = permutation(64, 9, randomUse.order);
  const thrownInOrder = Float64Array.from({ length: 64 }, (_, i) =>
    uniform(1, i >> 4, (i >> 2) & 3, i & 3, 0),
  );
  for (const i of places) expect(uniform(1, i >> 4, (i >> 2) & 3, i & 3, 0)).toBe(thrownInOrder[i]);
});

test('dice are uniform over seeds, images, rows, columns and channels', () => {
  const along: ((i: number) => number)[] = [
    (i) => uniform(i, 0, 0, 0, 0),
    (i) => uniform(1, i, 0, 0, 0),
    (i) => uniform(1, 0, i, 0, 0),
    (i) => uniform(1, 0, 0, i, 0),
    (i) => uniform(1, 0, 0, 0, i),
    (i) => uniform(1, i >> 10, (i >> 5) & 31, i & 31, 0),
  ];
  const throws = 16384;
  const bins = 64;
  for (const die of along) {
    const counts = new Float64Array(bins);
    let inside = true;
    let lagged = 0;
    for (let i = 0; i < throws; i++) {
      const value = die(i);
      inside &&= value > 0 && value < 1;
      const bin = Math.floor(value * bins);
      counts[bin] = (counts[bin] ?? NaN) + 1;
      lagged += (value - 0.5) * (die(i + 1) - 0.5);
    }
    expect(inside).toBe(true);
    const expected = throws / bins;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: mean 63, deviation 11.2.
    expect(chiSquare).toBeGreaterThan(63 - 4 * 11.2);
    expect(chiSquare).toBeLessThan(63 + 5 * 11.2);
    // Neighbours are uncorrelated: the deviation of the correlation is 1 / sqrt(throws).
    expect(Math.abs((lagged / throws) * 12)).toBeLessThan(5 / Math.sqrt(throws));
  }
});

test('one changed bit of any input changes about half of the bits of a die', () => {
  const inputs = [1, 2, 3, 4, 0] as const;
  const bitsOf = (die: number) => Math.floor(die * 2 ** 32);
  for (let word = 0; word < 5; word++) {
    let changed = 0;
    for (let bit = 0; bit < 32; bit++) {
      const flipped = (input: number, at: number) => (at === word ? (input ^ (1 << bit)) >>> 0 : input);
      const other = inputs.map(flipped) as unknown as typeof inputs;
      const difference = (bitsOf(uniform(...inputs)) ^ bitsOf(uniform(...other))) >>> 0;
      changed += difference.toString(2).replaceAll('0', '').length;
    }
    expect(changed / 32).toBeGreaterThan(13);
    expect(changed / 32).toBeLessThan(19);
  }
});

test('a permutation contains every number once, and never changes', () => {
  for (const count of [0, 1, 2, 1000]) {
    const order = permutation(count, 5, randomUse.split);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  }
  expect([...permutation(12, 1, randomUse.order)]).toEqual([7, 0, 3, 1, 8, 4, 2, 11, 9, 5, 6, 10]);
});

test('each seed, use and turn has its own series', () => {
  const series = [
    randomValues(4, 1, randomUse.weights),
    randomValues(4, 2, randomUse.weights),
    randomValues(4, 1, randomUse.noise),
    randomValues(4, 1, randomUse.noise, 1),
  ];
  expect(new Set(series.flatMap((values) => [...values])).size).toBe(16);
  expect(randomValues(8, 1, randomUse.weights).slice(0, 4)).toEqual(series[0]);
});
