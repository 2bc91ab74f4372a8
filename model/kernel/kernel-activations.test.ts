import { expect, test } from 'vitest';
import { KernelMemory } from './kernel-memory';

const { expm1, exp, tanh, fround, abs } = Math;
const sigmoid = (x: number) => 1 / (1 + exp(-x));
const elu = (x: number) => (x > 0 ? x : expm1(x));

/** Both signs, from tiny to beyond what exp can hold; twice as many as the kernel takes at once. */
const numbers = Float32Array.from({ length: 512 }, (_, i) => {
  const size = i < 200 ? 1e-6 * 1.08 ** (i >> 1) : (i >> 1) / 2;
  return i % 2 ? -size : size;
});

/** The largest error, relative to the expected number or, near 0, to a tiny one. */
function furthest(found: Float32Array, expected: (i: number) => number): number {
  return found.reduce((most, value, i) => {
    const wanted = expected(i);
    return Math.max(most, abs(value - wanted) / Math.max(abs(wanted), 1e-30));
  }, 0);
}

test('gate is tanh times sigmoid, row by row', () => {
  const memory = new KernelMemory();
  const [rows, half] = [64, 8];
  const [xStride, yStride] = [80, 48];
  const x = memory.reserve(rows * xStride);
  const y = memory.reserve(rows * yStride);
  // The gates are the values in reverse order, so that large meets small.
  const values = (row: number, i: number) => numbers[row * half + i] as number;
  const gates = (row: number, i: number) => numbers[511 - (row * half + i)] as number;
  for (let row = 0; row < rows; row++) {
    const own = memory.floats(x + row * xStride, 2 * half);
    own.forEach((_, i) => (own[i] = i < half ? values(row, i) : gates(row, i - half)));
  }
  memory.kernel.gate(rows, half, x, y, xStride, yStride);
  for (let row = 0; row < rows; row++) {
    const expected = (i: number) => tanh(values(row, i)) * sigmoid(gates(row, i));
    expect(furthest(memory.floats(y + row * yStride, half), expected)).toBeLessThan(4e-7);
    // The numbers between the rows stay unchanged.
    expect([...memory.floats(y + row * yStride + 4 * half, 4)]).toEqual([0, 0, 0, 0]);
  }
});

test('concatElu is ELU of x, then of -x, wherever the rows are', () => {
  const memory = new KernelMemory();
  const x = memory.place(numbers);
  const y = memory.reserve(numbers.length * 8);
  const xOffsets = memory.place(Int32Array.of(1024, 0));
  const yOffsets = memory.place(Int32Array.of(0, 2048));
  memory.kernel.concatElu(2, 256, x, xOffsets, y, yOffsets);
  [numbers.subarray(256), numbers.subarray(0, 256)].forEach((values, row) => {
    const found = memory.floats(y + 2048 * row, 512);
    const expected = (i: number) => elu(i < 256 ? (values[i] as number) : -(values[i - 256] as number));
    expect(furthest(found, expected)).toBeLessThan(2.5e-7);
  });
});

test('addGated adds values times sigmoids of gates', () => {
  const memory = new KernelMemory();
  const value = memory.place(Float32Array.from([...numbers.map(() => 1), ...numbers]));
  const none = memory.place(Int32Array.of(0));
  const x = memory.reserve(2048);
  const y = memory.reserve(2048);
  const { kernel } = memory;
  kernel.addGated(1, 512, value, none, x, y, none);
  expect(furthest(memory.floats(y, 512), (i) => sigmoid(numbers[i] as number))).toBeLessThan(3e-7);
  memory.floats(x, 512).fill(3);
  kernel.addGated(1, 512, value, none, x, x, none);
  const sums = memory.floats(y, 512).map((term) => fround(3 + term));
  expect(memory.floats(x, 512)).toEqual(sums);
});

test('NaN stays NaN', () => {
  const memory = new KernelMemory();
  const x = memory.place(new Float32Array(16).fill(NaN));
  const none = memory.place(Int32Array.of(0));
  const y = memory.reserve(64);
  const { kernel } = memory;
  kernel.gate(1, 8, x, y, 64, 32);
  expect(memory.floats(y, 8).every(Number.isNaN)).toBe(true);
  kernel.concatElu(1, 8, x, none, y, none);
  expect(memory.floats(y, 16).every(Number.isNaN)).toBe(true);
  kernel.addGated(1, 8, x, none, y, y, none);
  expect(memory.floats(y, 8).every(Number.isNaN)).toBe(true);
});
