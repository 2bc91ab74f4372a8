import type { ReferenceLosses } from '../../model/events';

/** The cost of predicting the same images without a network, a line to compare a loss curve with. */
export interface ReferenceLine {
  name: string;
  /** Bits per dimension. */
  bits: number;
  /** Lengths of strokes and gaps, CSS pixels. */
  dash: readonly number[];
}

/** @param levels for the uniform loss, where the images have not been read */
export function referenceLines(references: ReferenceLosses | null, levels: number): ReferenceLine[] {
  const uniform = { name: 'uniform', bits: references?.uniform ?? Math.log2(levels), dash: [4, 4] };
  if (!references) return [uniform];
  return [
    uniform,
    { name: 'per-pixel histogram', bits: references.histogram, dash: [1, 3] },
    { name: 'PNG files', bits: references.png, dash: [8, 3, 2, 3] },
  ];
}

/** Whether a line is so far above uniform, as PNG is for small images, that it would squash the curves. */
export function isFarAbove(line: ReferenceLine, uniform: number): boolean {
  return line.bits > 1.25 * uniform;
}

/**
 * The baselines of labels for lines at `ys`, from top to bottom: each just above its line, or, where another label is
 * already there, just below it or further down.
 * @param height of a label
 */
export function labelPlaces(ys: readonly number[], height: number): number[] {
  let last = -Infinity;
  return ys.map((y) => {
    const above = y - height / 3;
    last = above >= last + height ? above : Math.max(y + height, last + height);
    return last;
  });
}
