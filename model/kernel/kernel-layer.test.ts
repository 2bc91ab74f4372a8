import { expect, test } from 'vitest';
import { randomValues } from '../random';
import { closeTo } from '../testing/assertions';
import { padded, paddedCell, type Cell } from './cell';
import { KernelLayer } from './kernel-layer';
import { KernelMemory } from './kernel-memory';

const numbers = (count: number, turn: number) =>
  Float32Array.from(randomValues(count, 5, 0, turn), (die) => 2 * die - 1);

/** A buffer with a cell for each row. */
function rowsOf(memory: KernelMemory, cell: Cell, rows: number) {
  return {
    address: memory.reserve(rows * cell.bytes),
    offsets: memory.place(Int32Array.from({ length: rows }, (_, row) => row * cell.bytes)),
  };
}

/** A fully connected layer over `rows` rows in a memory of its own. */
function dense(inputs: number, outputs: number, rows: number) {
  const memory = new KernelMemory();
  const [kernel, bias] = [numbers(inputs * outputs, 1), numbers(outputs, 2)];
  const [from, to] = [paddedCell(inputs, 1), paddedCell(outputs, 1)];
  const zeros = memory.reserve(rows * 4);
  const read = { cell: from, segments: [[0, from.depth]] as const };
  const layer = new KernelLayer(memory, { kernel, bias }, read, to.whole(), zeros);
  const [x, y] = [rowsOf(memory, from, rows), rowsOf(memory, to, rows)];
  const input = numbers(rows * inputs, 3);
  for (let row = 0; row < rows; row++) {
    const own = input.subarray(row * inputs, (row + 1) * inputs);
    memory.floats(x.address + row * from.bytes, inputs).set(own);
  }
  const output = (row: number) => memory.floats(y.address + row * to.bytes, padded(outputs));
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
  layer.run(rows, x, y, { added: y });
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

test('one colour of a convolution reads what it may see and adds its class row and another buffer', () => {
  const memory = new KernelMemory();
  const [inputs, outputs, rows, taps] = [5, 7, 6, 2];
  const [from, to] = [paddedCell(inputs, 3), paddedCell(outputs, 3)];
  const kernel = numbers(taps * inputs * outputs, 1);
  const [bias, classes] = [numbers(outputs, 2), numbers(4 * outputs, 3)];
  const classOfRow = [2, 0, 3, 3, 1, 0];
  const x = { ...rowsOf(memory, from, rows), address: memory.place(numbers((rows + 1) * from.depth, 4)) };
  const [y, added] = [rowsOf(memory, to, rows), rowsOf(memory, to, rows)];
  const addends = numbers(rows * to.depth, 5);
  memory.floats(added.address, addends.length).set(addends);
  // The previous row's cell, then the first two colours of its own.
  const own = from.starts[2] as number;
  const segments = [[0, from.depth + own]] as const;
  const classAddress = memory.place(Int32Array.from(classOfRow));
  const layer = new KernelLayer(
    memory,
    { kernel, bias, classes },
    { cell: from, segments },
    to.part(1),
    classAddress,
  );
  layer.run(rows, x, y, { added });
  const [start, end] = to.starts.slice(1, 3) as [number, number];
  classOfRow.forEach((ownClass, row) => {
    const computed = memory.floats(y.address + row * to.bytes, to.depth);
    const expected = to.slots.map((output, slot) => {
      if (slot < start || slot >= end) return 0;
      const addend = addends[row * to.depth + slot] as number;
      if (output < 0) return addend;
      let sum = (bias[output] as number) + (classes[ownClass * outputs + output] as number) + addend;
      for (let i = 0; i < from.depth + own; i++) {
        const channel = from.slots[i % from.depth] as number;
        const tap = Math.floor(i / from.depth);
        const value = memory.numbers[x.address / 4 + row * from.depth + i] as number;
        if (channel >= 0) sum += value * (kernel[(tap * inputs + channel) * outputs + output] as number);
      }
      return sum;
    });
    closeTo(computed, expected, 1e-5);
  });
});

test('rectify keeps what is above 0 and leaves the numbers between rows unchanged', () => {
  const memory = new KernelMemory();
  const x = memory.place(Float32Array.of(-1, 2, -0.5, 0, 9, 9, 9, 9, 3, 4, -7, 8));
  const y = memory.reserve(32);
  memory.kernel.rectify(2, 4, x, y, 32, 16);
  expect([...memory.floats(y, 8)]).toEqual([0, 2, 0, 0, 3, 4, 0, 8]);
});
