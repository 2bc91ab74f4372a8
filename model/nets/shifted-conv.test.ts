import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import {
  dense,
  downRightShifted,
  downRightShiftedDoubling,
  downShifted,
  downShiftedDoubling,
  shiftDown,
  shiftRight,
} from './shifted-conv';

/** The result for a 4x4 picture with a single 1 at row 1, column 1, as rows of digits. */
function spread(of: (x: tf.Tensor4D) => tf.Tensor4D): string[] {
  return tf.tidy(() => {
    const pixels = tf.buffer<tf.Rank.R4>([1, 4, 4, 1]);
    pixels.set(1, 0, 1, 1, 0);
    const [rows] = of(pixels.toTensor()).arraySync();
    return (rows as number[][][]).map((row) => row.flat().join(''));
  });
}

/** A kernel [rows, columns, 1, 1] whose taps are 1, 2, 3 … */
const counting = (rows: number, columns: number) =>
  tf.reshape(tf.range(1, rows * columns + 1), [rows, columns, 1, 1]);

test('down-shifted taps read the rows above and both sides', () => {
  expect(spread((x) => downShifted(x, counting(2, 3)))).toEqual(['0000', '6540', '3210', '0000']);
});

test('down-right-shifted taps read the rows above and the left', () => {
  expect(spread((x) => downRightShifted(x, counting(2, 2)))).toEqual(['0000', '0430', '0210', '0000']);
});

test('a stride of 2 keeps every other result, from the first', () => {
  expect(spread((x) => downShifted(x, counting(2, 3), 2))).toEqual(['00', '31']);
  expect(spread((x) => downRightShifted(x, counting(2, 2), 2))).toEqual(['00', '01']);
});

test('doubling spreads down and to the right, or to both sides', () => {
  const upperLeft = (rows: string[]) => rows.slice(0, 5).map((row) => row.slice(0, 6));
  expect(upperLeft(spread((x) => downShiftedDoubling(x, counting(2, 3))))).toEqual([
    '000000',
    '000000',
    '012300',
    '045600',
    '000000',
  ]);
  expect(upperLeft(spread((x) => downRightShiftedDoubling(x, counting(2, 2))))).toEqual([
    '000000',
    '000000',
    '001200',
    '003400',
    '000000',
  ]);
  expect(spread((x) => downShiftedDoubling(x, counting(2, 3)))).toHaveLength(8);
});

test('shifts move by one pixel', () => {
  expect(spread(shiftDown)).toEqual(['0000', '0000', '0100', '0000']);
  expect(spread(shiftRight)).toEqual(['0000', '0010', '0000', '0000']);
});

test('dense mixes the channels of each pixel', () => {
  const [kernel, x] = [tf.tensor2d([[1, 2, 3]]), tf.ones([2, 3, 1, 1]) as tf.Tensor4D];
  const y = dense(x, kernel);
  expect(y.shape).toEqual([2, 3, 1, 3]);
  expect([...y.dataSync()].slice(-3)).toEqual([1, 2, 3]);
  tf.dispose([kernel, x, y]);
});
