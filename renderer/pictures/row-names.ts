import type { GallerySummary } from '../../electron/api/gallery';
import { classWords } from '../words/run-words';

/** The names of the rows and columns of compared pictures. */
export interface RowNames {
  /** What the rows compare, and what the columns have in common. */
  corner: string;
  rows: string[];
  /** Numbers of the pictures, which with the seed name their dice. */
  columns: string[];
}

/** Each row has one value, and each column the same dice in all rows. */
export function rowNames(
  { kind, values }: NonNullable<GallerySummary['grid']>,
  { count, seed, firstImage = 0 }: { count: number; seed: number; firstImage?: number },
): RowNames {
  const across = count / values.length;
  return {
    corner: `${kind} × seed ${seed}`,
    rows: kind === 'class' ? values.map(classWords) : [...values],
    columns: Array.from({ length: across }, (_, column) => String(firstImage + column)),
  };
}
