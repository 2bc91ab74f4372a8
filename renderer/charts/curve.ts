/** A curve over steps: smoothing, thinning and reading it. */
import type { LossStretch } from '../../model/reports';
import type { Scale } from './scale';

/** Steps rise; both have the same length. Typed arrays keep hundreds of thousands of points fast. */
export interface Curve {
  steps: Float64Array;
  values: Float64Array;
}

export function curveOf({ steps, training }: LossStretch): Curve {
  return { steps, values: training };
}

/** A stretch of steps, both ends included. */
export interface Stretch {
  from: number;
  to: number;
}

/** The training losses of a stretch in full, where those of the whole run are thinned. */
export type LossDetail = LossStretch & Stretch;

/** The detail, if it has all that a chart zoomed to `zoom` shows. */
export function detailOf(zoom: Stretch | null, detail: LossDetail | null): LossDetail | null {
  return zoom && detail && detail.from <= zoom.from && detail.to >= zoom.to ? detail : null;
}

/**
 * The exponential running mean of a whole curve: with every step, the past keeps the share `weight`. It is corrected for
 * its beginning, so a level curve stays where it is. It does not depend on what is shown.
 * @param weight 0 leaves the curve as it is; below 1
 */
export function smoothed({ steps, values }: Curve, weight: number): Curve {
  const means = new Float64Array(values.length);
  let mean = 0;
  let share = 0;
  for (let i = 0; i < values.length; i++) {
    const passed = i === 0 ? Infinity : at(steps, i) - at(steps, i - 1);
    const kept = passed === 1 ? weight : weight ** passed;
    mean = kept * mean + (1 - weight) * at(values, i);
    share = kept * share + (1 - weight);
    means[i] = mean / share;
  }
  return { steps, values: means };
}

/** Index of the point nearest to `step`; -1 without points. */
export function nearest({ steps }: Curve, step: number): number {
  const after = firstFrom(steps, step);
  if (after === steps.length) return steps.length - 1;
  if (after === 0) return 0;
  return step - at(steps, after - 1) <= at(steps, after) - step ? after - 1 : after;
}

/**
 * The points that look like all of a stretch on `columns` columns of pixels: the first, lowest, highest and last of each
 * column, and the neighbours of the stretch on both sides.
 */
export function thinned(curve: Curve, stretch: Stretch, columns: number, scale: Scale): Curve {
  const { steps, values } = curve;
  const begin = Math.max(0, firstFrom(steps, stretch.from) - 1);
  const end = Math.min(steps.length, firstAfter(steps, stretch.to) + 1);
  const picked: number[] = [];
  const left = scale.forward(stretch.from);
  const perColumn = columns / (scale.forward(stretch.to) - left || 1);
  for (let i = begin; i < end;) {
    const column = Math.floor((scale.forward(at(steps, i)) - left) * perColumn);
    const next = Math.min(
      end,
      Math.max(i + 1, firstFrom(steps, scale.back(left + (column + 1) / perColumn))),
    );
    let low = i;
    let high = i;
    for (let k = i + 1; k < next; k++) {
      if (at(values, k) < at(values, low)) low = k;
      if (at(values, k) > at(values, high)) high = k;
    }
    for (const index of [i, Math.min(low, high), Math.max(low, high), next - 1]) {
      if (index !== picked[picked.length - 1]) picked.push(index);
    }
    i = next;
  }
  const of = (column: Float64Array) => Float64Array.from(picked, (i) => at(column, i));
  return { steps: of(steps), values: of(values) };
}

/** The lowest and the highest value within a stretch; null without points. */
export function span({ steps, values }: Curve, stretch: Stretch): { low: number; high: number } | null {
  let low = Infinity;
  let high = -Infinity;
  const end = firstAfter(steps, stretch.to);
  for (let i = firstFrom(steps, stretch.from); i < end; i++) {
    low = Math.min(low, at(values, i));
    high = Math.max(high, at(values, i));
  }
  return low <= high ? { low, high } : null;
}

/** Index of the first step not before `step`. */
export function firstFrom(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(steps, middle) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first step after `step`: steps are whole. */
function firstAfter(steps: Float64Array, step: number): number {
  return firstFrom(steps, Math.floor(step) + 1);
}

function at(column: Float64Array, index: number): number {
  return column[index] as number;
}
