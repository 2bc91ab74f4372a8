/**
 * The element-wise functions between layers, four numbers at once. AssemblyScript, in the same WebAssembly module as
 * layer.ts; strides are bytes from one row to the next, offsets are bytes too, and everything else counts float32
 * numbers. `count` and `half` are multiples of 8.
 *
 * All of them are computed from exp(x) - 1, which is accurate where exp(x) is near 1: so tanh and ELU keep their
 * digits around 0, and sigmoid needs only 1 + exp. NaN stays NaN.
 */

/** Each row: y[i] = tanh(x[i]) * sigmoid(x[half + i]) for i < half. */
export function gate(rows: i32, half: i32, x: usize, y: usize, xStride: i32, yStride: i32): void {
  const gates = (<usize>half) << 2;
  for (let row = 0; row < rows; row++, x += xStride, y += yStride) {
    let to = y;
    for (let from = x, end = x + gates; from < end; from += 16, to += 16) {
      v128.store(to, gated(v128.load(from), v128.load(from + gates)));
    }
  }
}

/** Each row: y[i] = elu(x[i]) and y[count + i] = elu(-x[i]) for i < count. Row r reads at x + xOffsets[r]. */
export function concatElu(rows: i32, count: i32, x: usize, xOffsets: usize, y: usize, yOffsets: usize): void {
  const half = (<usize>count) << 2;
  for (const last = xOffsets + ((<usize>rows) << 2); xOffsets < last; xOffsets += 4, yOffsets += 4) {
    let from = x + load<u32>(xOffsets);
    let to = y + load<u32>(yOffsets);
    for (const end = from + half; from < end; from += 16, to += 16) {
      const value = v128.load(from);
      const size = f32x4.abs(value);
      const low = expMinus1(f32x4.neg(size));
      const isPositive = f32x4.gt(value, f32x4.splat(0));
      v128.store(to, v128.bitselect(size, low, isPositive));
      v128.store(to + half, v128.bitselect(low, size, isPositive));
    }
  }
}

/**
 * Each row: y[i] = x[i] + value[i] * sigmoid(value[count + i]) for i < count. Row r reads x + offsets[r] and writes y
 * + offsets[r]; its values and gates are at value + valueOffsets[r].
 */
export function addGated(
  rows: i32,
  count: i32,
  value: usize,
  valueOffsets: usize,
  x: usize,
  y: usize,
  offsets: usize,
): void {
  const half = (<usize>count) << 2;
  for (const last = offsets + ((<usize>rows) << 2); offsets < last; offsets += 4, valueOffsets += 4) {
    let own = value + load<u32>(valueOffsets);
    let from = x + load<u32>(offsets);
    let to = y + load<u32>(offsets);
    for (const end = own + half; own < end; own += 16, from += 16, to += 16) {
      const divisor = f32x4.add(f32x4.splat(2), expMinus1(f32x4.neg(v128.load(own + half))));
      v128.store(to, f32x4.add(v128.load(from), f32x4.div(v128.load(own), divisor)));
    }
  }
}

/** tanh(x) * sigmoid(g) with a single division: -t / ((2 + t) * (1 + exp(-g))) for t = exp(-2x) - 1. */
function gated(x: v128, g: v128): v128 {
  const two = f32x4.splat(2);
  // x is clamped where tanh is 1 to the last digit, so that t does not overflow.
  const double = f32x4.max(f32x4.splat(-20), f32x4.min(f32x4.splat(20), f32x4.mul(x, two)));
  const t = expMinus1(f32x4.neg(double));
  const divisor = f32x4.mul(f32x4.add(two, t), f32x4.add(two, expMinus1(f32x4.neg(g))));
  return f32x4.div(f32x4.neg(t), divisor);
}

/**
 * exp(x) - 1 with a relative error of at most 2e-7; x is clamped to -88 … 88. With x = n * log 2 + r and |r| at most
 * log(2) / 2 it is 2^n * (exp(r) - 1) + (2^n - 1), whose second part is exact; a Taylor series gives the first.
 */
function expMinus1(x: v128): v128 {
  x = f32x4.max(f32x4.splat(-88), f32x4.min(f32x4.splat(88), x));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  // log 2 is split in two parts, the first short enough for its products with n to be exact.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let series = f32x4.splat(1.0 / 5040);
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 720));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 120));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 24));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 6));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(0.5));
  series = f32x4.add(f32x4.mul(f32x4.mul(series, r), r), r);
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.add(f32x4.mul(power, series), f32x4.sub(power, f32x4.splat(1)));
}
