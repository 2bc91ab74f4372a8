/**
 * Random numbers as pure functions of their use: they have no sequence, so results depend neither on the order of work
 * nor on the number of workers, and there is no state to save.
 *
 * The function is Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3), the
 * generator that TensorFlow and PyTorch use too: the counter selects the number, the key selects the series.
 */

/** The uses of random numbers; each has its own key, so that series of the same seed are independent. */
export const randomUse = { dice: 0, split: 1, order: 2, weights: 3, noise: 4, flips: 5 } as const;

/** Returns the die of one pixel variable: a number in (0, 1) that depends on these five whole numbers alone. */
export function uniform(seed: number, image: number, row: number, column: number, channel: number): number {
  return philox(image, row, column, channel, seed, randomUse.dice);
}

/** Returns `count` numbers in (0, 1). `turn` distinguishes the series of one use: an image, an epoch. */
export function randomValues(count: number, seed: number, use: number, turn = 0): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = philox(i, turn, 0, 0, seed, use);
  return values;
}

/** Returns the numbers 0 … count - 1 in random order (Fisher-Yates). `turn` as in `randomValues`. */
export function permutation(count: number, seed: number, use: number, turn = 0): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(philox(i, turn, 0, 0, seed, use) * (i + 1));
    const moved = order[i] as number;
    order[i] = order[j] as number;
    order[j] = moved;
  }
  return order;
}

/** Returns the four 32-bit words of Philox4x32-10 for a counter of four words and a key of two. */
export function philoxWords(
  [c0, c1, c2, c3]: readonly [number, number, number, number],
  [k0, k1]: readonly [number, number],
): [number, number, number, number] {
  philox(c0, c1, c2, c3, k0, k1);
  return [word0 >>> 0, word1 >>> 0, word2 >>> 0, word3 >>> 0];
}

// The last words computed are no array, for speed: a die is computed for every pixel of every picture.
let word0 = 0;
let word1 = 0;
let word2 = 0;
let word3 = 0;

/** Returns the first 52 bits of the words as a number in (0, 1): never 0 or 1, exact in a double. */
function philox(c0: number, c1: number, c2: number, c3: number, k0: number, k1: number): number {
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low0 = Math.imul(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
  return ((c0 >>> 0) * 2 ** 20 + (c1 >>> 12) + 0.5) / 2 ** 52;
}

/** Returns the upper 32 bits of the product of two unsigned words, by halves, since a double holds only 53 bits. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000)) | 0;
}
