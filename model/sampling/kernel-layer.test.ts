import { expect, test } from 'vitest';
import { randomValues } from '../random';
import { closeTo } from '../testing/assertions';
import { KernelLayer, padded } from './kernel-layer';
import { KernelMemory } from './kernel-memory';

const numbers = (count: number, turn: number) =>
  Float32Array.from(randomValues(count, 5, 0, turn), (die) => 2 * die - 1);

/** A fully connected layer over `rows` rows in a memory of its own. */
function dense(inputs: number, outputs: number, rows: number) {
  const memory = new KernelMemory();
  const [kernel, bias] = [numbers(inputs * outputs, 1), numbers(outputs, 2)];
  const shape = { depth: padded(inputs), inputs, outputs };
  const layer = new KernelLayer(memory, kernel, bias, shape, [[0, padded(inputs)]]);
  const rowsOf = (width: number) => ({
    address: memory.reserve(rows * padded(width) * 4),
    offsets: memory.place(Int32Array.from({ length: rows }, (_, row) => row * padded(width) * 4)),
  });
  const [x, y] = [rowsOf(inputs), rowsOf(outputs)];
  const input = numbers(rows * inputs, 3);
  for (let row = 0; row < rows; row++) {
    const own = input.subarray(row * inputs, (row + 1) * inputs);
    memory.floats(x.address + row * padded(inputs) * 4, inputs).set(own);
  }
  const output = (row: number) => memory.floats(y.address + row * padded(outputs) * 4, padded(outputs));
  const expected = Array.from({ length: rows * outputs }, (_, at) => {
    const [row, o] = [Math.floor(at / outputs), at % outputs];
    let sum = bias[o] as number;
    for (let i = 0; i < inputs; i++)
      sum += (input[row * inputs + i] as number) * (kernel[i * outputs + o] as number);
    return sum;
  });
  return { layer, x, y, output, expected };
}

test.each([
  [1, 1, 1],
  [3, 5, 2],
  [8, 8, 4],
  [17, 33, 7],
  [64, 128, 9],
])('a layer of %i inputs and %i outputs over %i rows', (inputs, outputs, rows) => {
  const { layer, x, y, output, expected } = dense(inputs, outputs, rows);
  const all = () => Array.from({ length: rows }, (_, row) => [...output(row).subarray(0, outputs)]).flat();
  layer.run(rows, x, y);
  closeTo(all(), expected, 1e-5);
  layer.run(rows, x, y, { adds: true });
  const twice = expected.map((value) => 2 * value);
  closeTo(all(), twice, 2e-5);
  layer.run(rows, x, y, { rectifies: true });
  const positive = expected.map((value) => Math.max(0, value));
  closeTo(all(), positive, 1e-5);
  for (let row = 0; row < rows; row++) {
    expect(
      output(row)
        .subarray(outputs)
        .every((value) => value === 0),
    ).toBe(true);
  }
});

test('a row has the same bits however many are computed with it', () => {
  const rows = 9;
  const { layer, x, y, output } = dense(31, 12, rows);
  layer.run(rows, x, y);
  const together = Array.from({ length: rows }, (_, row) => [...output(row)]);
  for (let count = 1; count < rows; count++) {
    output(0).fill(9);
    layer.run(count, x, y);
    expect([...output(count - 1)]).toEqual(together[count - 1]);
    expect([...output(0)]).toEqual(together[0]);
  }
});

test('rectify keeps what is above 0', () => {
  const memory = new KernelMemory();
  const x = memory.place(Float32Array.of(-1, 2, -0.5, 0, 3, 4, -7, 8));
  const y = memory.reserve(32);
  memory.kernel.rectify(8, x, y);
  expect([...memory.floats(y, 8)]).toEqual([0, 2, 0, 0, 3, 4, 0, 8]);
});
