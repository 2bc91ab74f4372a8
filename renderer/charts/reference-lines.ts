import type { ReferenceLosses } from '../../model/events';

/** What predicting the same images costs without a network: a line to read a loss curve against. */
export interface ReferenceLine {
  name: string;
  /** Bits per dimension. */
  bits: number;
  /** Lengths of strokes and gaps, CSS pixels. */
  dash: readonly number[];
}

/** @param levels say what uniform is while the images have not been read, or never were */
export function referenceLines(references: ReferenceLosses | null, levels: number): ReferenceLine[] {
  const uniform = { name: 'uniform', bits: references?.uniform ?? Math.log2(levels), dash: [4, 4] };
  if (!references) return [uniform];
  return [
    uniform,
    { name: 'per-pixel histogram', bits: references.histogram, dash: [1, 3] },
    { name: 'PNG files', bits: references.png, dash: [8, 3, 2, 3] },
  ];
}

/** Whether a line stands so far above uniform, as PNG does with small images, that it would squash the curves. */
export function isFarAbove(line: ReferenceLine, uniform: number): boolean {
  return line.bits > 1.25 * uniform;
}

/**
 * Base lines for labels of lines at `ys`, which come from top to bottom: each just above its line, or, where another
 * label stands there, just below it or further down.
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
