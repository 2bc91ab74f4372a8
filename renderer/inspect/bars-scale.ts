/** Where the bars and lines of a distribution are drawn. */
import { significant } from '../words/quantities';

/** The decades that a logarithmic scale shows. */
const decades = 6;

export interface BarsScale {
  /** The height of a probability, from 0 to 1. */
  heightOf(probability: number): number;
  /** Labels from top to bottom. */
  labels: readonly string[];
}

export const logarithmicBars: BarsScale = {
  heightOf: (probability) => Math.max(0, 1 + Math.log10(Math.max(probability, 1e-300)) / decades),
  labels: ['1', '10⁻³', '10⁻⁶'],
};

/** A scale up to 1, 2 or 5 times a power of ten, at most 1, that holds `highest`. */
export function linearBars(highest: number): BarsScale {
  const decade = 10 ** Math.floor(Math.log10(Math.max(highest, 1e-6)));
  const top = Math.min(1, [1, 2, 5, 10].map((step) => step * decade).find((step) => step >= highest) ?? 1);
  return {
    heightOf: (probability) => probability / top,
    labels: [significant(top), significant(top / 2), '0'],
  };
}

/** The gap between two bars as a share of a bar's width: none where there are many. */
export function gapOf(levels: number): number {
  if (levels <= 32) return 0.2;
  return levels <= 96 ? 0.1 : 0;
}

/** The levels that have a number under their bar. */
export function numberedLevels(levels: number): number[] {
  if (levels <= 16) return Array.from({ length: levels }, (_, level) => level);
  return [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * (levels - 1)));
}

/** The points of a stepped line at these heights, for an SVG of one unit a level. */
export function steppedLine(heights: ArrayLike<number>): string {
  return Array.from(heights, (height, level) => {
    const y = (1 - height).toFixed(5);
    return `${level},${y} ${level + 1},${y}`;
  }).join(' ');
}
