/**
 * The arithmetic of the cached sampler, in AssemblyScript (TypeScript's syntax, compiled to WebAssembly with SIMD).
 * Addresses and offsets are in bytes, everything else counts float32 numbers. The caller decides the memory's layout,
 * which begins at `memoryStart`.
 *
 * An output is its bias plus products added one by one, in the order of the inputs, whatever the number of rows. So
 * it has the same bits whether a pixel is computed alone, among others, or again. max(0, ·) uses `pmax`, which is one
 * processor instruction where `max` takes ten.
 */

/** The first address that is free for the caller. */
export function memoryStart(): usize {
  return __heap_base;
}

/**
 * One layer for some rows (a row is one pixel of one picture): y = bias + weights * x, then [+ added] and [max(0,
 * ·)].
 *
 * Row r reads at x + xOffsets[r] and writes at y + yOffsets[r]. It reads `segmentCount` runs of numbers, each given
 * in `segments` by its offset from there and its length: a fully connected layer reads one run, a convolution one for
 * each row of its kernel. `inputs` is the sum of their lengths. The number of outputs is a multiple of 8; the weights
 * are laid out as [outputs / 8][inputs][8], the biases as [classes][outputs], and classOfRow[r] says which bias row r
 * gets. The numbers at added + addedOffsets[r] are added unless `added` is 0; they may be y itself.
 */
export function layer(
  rows: i32,
  x: usize,
  xOffsets: usize,
  segments: usize,
  segmentCount: i32,
  inputs: i32,
  weights: usize,
  biases: usize,
  classOfRow: usize,
  added: usize,
  addedOffsets: usize,
  y: usize,
  yOffsets: usize,
  outputs: i32,
  rectifies: bool,
): void {
  const segmentsEnd = segments + ((<usize>segmentCount) << 3);
  const biasBytes = (<usize>outputs) << 2;
  for (let output: usize = 0; output < biasBytes; output += 32) {
    const b = biases + output;
    const a = added ? added + output : 0;
    let row: usize = 0;
    for (const end = ((<usize>rows) & ~3) << 2; row < end; row += 16) {
      fourRows(
        x,
        xOffsets + row,
        segments,
        segmentsEnd,
        weights,
        b,
        biasBytes,
        classOfRow + row,
        a,
        addedOffsets + row,
        y + output,
        yOffsets + row,
        rectifies,
      );
    }
    for (const end = (<usize>rows) << 2; row < end; row += 4) {
      oneRow(
        x,
        xOffsets + row,
        segments,
        segmentsEnd,
        weights,
        b,
        biasBytes,
        classOfRow + row,
        a,
        addedOffsets + row,
        y + output,
        yOffsets + row,
        rectifies,
      );
    }
    weights += (<usize>inputs) << 5;
  }
}

/** y = max(0, x) for `count` numbers, a multiple of 4, of each row; strides are bytes from one row to the next. */
export function rectify(rows: i32, count: i32, x: usize, y: usize, xStride: i32, yStride: i32): void {
  for (; rows > 0; rows--, x += xStride, y += yStride) {
    for (let at: usize = 0, end = (<usize>count) << 2; at < end; at += 16) {
      v128.store(y + at, f32x4.pmax(v128.load(x + at), f32x4.splat(0)));
    }
  }
}

/** Eight outputs of four rows: each weight read is used four times, each input eight times. */
function fourRows(
  x: usize,
  xOffsets: usize,
  segments: usize,
  segmentsEnd: usize,
  weights: usize,
  biases: usize,
  biasBytes: usize,
  classOfRow: usize,
  added: usize,
  addedOffsets: usize,
  y: usize,
  yOffsets: usize,
  rectifies: bool,
): void {
  const base0 = x + load<u32>(xOffsets);
  const base1 = x + load<u32>(xOffsets, 4);
  const base2 = x + load<u32>(xOffsets, 8);
  const base3 = x + load<u32>(xOffsets, 12);
  const bias0 = biases + <usize>load<u32>(classOfRow) * biasBytes;
  const bias1 = biases + <usize>load<u32>(classOfRow, 4) * biasBytes;
  const bias2 = biases + <usize>load<u32>(classOfRow, 8) * biasBytes;
  const bias3 = biases + <usize>load<u32>(classOfRow, 12) * biasBytes;
  let low0 = v128.load(bias0);
  let high0 = v128.load(bias0, 16);
  let low1 = v128.load(bias1);
  let high1 = v128.load(bias1, 16);
  let low2 = v128.load(bias2);
  let high2 = v128.load(bias2, 16);
  let low3 = v128.load(bias3);
  let high3 = v128.load(bias3, 16);
  for (let segment = segments; segment < segmentsEnd; segment += 8) {
    const offset = load<i32>(segment);
    let x0 = base0 + offset;
    let x1 = base1 + offset;
    let x2 = base2 + offset;
    let x3 = base3 + offset;
    for (const end = x0 + (load<u32>(segment, 4) << 2); x0 < end;) {
      const wLow = v128.load(weights);
      const wHigh = v128.load(weights, 16);
      let input = v128.load32_splat(x0);
      low0 = f32x4.add(low0, f32x4.mul(input, wLow));
      high0 = f32x4.add(high0, f32x4.mul(input, wHigh));
      input = v128.load32_splat(x1);
      low1 = f32x4.add(low1, f32x4.mul(input, wLow));
      high1 = f32x4.add(high1, f32x4.mul(input, wHigh));
      input = v128.load32_splat(x2);
      low2 = f32x4.add(low2, f32x4.mul(input, wLow));
      high2 = f32x4.add(high2, f32x4.mul(input, wHigh));
      input = v128.load32_splat(x3);
      low3 = f32x4.add(low3, f32x4.mul(input, wLow));
      high3 = f32x4.add(high3, f32x4.mul(input, wHigh));
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
      weights += 32;
    }
  }
  finish(y + load<u32>(yOffsets), low0, high0, added, addedOffsets, rectifies);
  finish(y + load<u32>(yOffsets, 4), low1, high1, added, addedOffsets + 4, rectifies);
  finish(y + load<u32>(yOffsets, 8), low2, high2, added, addedOffsets + 8, rectifies);
  finish(y + load<u32>(yOffsets, 12), low3, high3, added, addedOffsets + 12, rectifies);
}

/** Eight outputs of one row, with the same operations in the same order. */
function oneRow(
  x: usize,
  xOffsets: usize,
  segments: usize,
  segmentsEnd: usize,
  weights: usize,
  biases: usize,
  biasBytes: usize,
  classOfRow: usize,
  added: usize,
  addedOffsets: usize,
  y: usize,
  yOffsets: usize,
  rectifies: bool,
): void {
  const base = x + load<u32>(xOffsets);
  const bias = biases + <usize>load<u32>(classOfRow) * biasBytes;
  let low = v128.load(bias);
  let high = v128.load(bias, 16);
  for (let segment = segments; segment < segmentsEnd; segment += 8) {
    let at = base + load<i32>(segment);
    for (const end = at + (load<u32>(segment, 4) << 2); at < end; at += 4, weights += 32) {
      const input = v128.load32_splat(at);
      low = f32x4.add(low, f32x4.mul(input, v128.load(weights)));
      high = f32x4.add(high, f32x4.mul(input, v128.load(weights, 16)));
    }
  }
  finish(y + load<u32>(yOffsets), low, high, added, addedOffsets, rectifies);
}

function finish(y: usize, low: v128, high: v128, added: usize, addedOffsets: usize, rectifies: bool): void {
  if (added) {
    const from = added + load<u32>(addedOffsets);
    low = f32x4.add(low, v128.load(from));
    high = f32x4.add(high, v128.load(from, 16));
  }
  if (rectifies) {
    low = f32x4.pmax(low, f32x4.splat(0));
    high = f32x4.pmax(high, f32x4.splat(0));
  }
  v128.store(y, low);
  v128.store(y, high, 16);
}
