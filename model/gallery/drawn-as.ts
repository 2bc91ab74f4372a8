import type { GalleryRecord } from './gallery-record';

/** The entries of a gallery's record that determine how each of its pictures was drawn. */
export type GalleryShape = Pick<
  GalleryRecord,
  'grid' | 'firstImage' | 'count' | 'temperature' | 'className' | 'step'
>;

export interface DrawnAs {
  /** The number that names its dice. */
  image: number;
  temperature: number;
  /** Null for a network without classes, and where the classes alternated and `classNames` are missing. */
  className: string | null;
  step: number;
  /** The value of its row; undefined without a grid. */
  rowValue: string | undefined;
}

/** Returns how one picture of a gallery was drawn: in a grid each row has its own value of the compared option. */
export function drawnAs(
  { grid, firstImage, count, temperature, className, step }: GalleryShape,
  index: number,
  classNames: readonly string[] = [],
): DrawnAs {
  const columns = grid ? count / grid.values.length : count;
  const image = firstImage + (index % columns);
  const rowValue = grid?.values[Math.floor(index / columns)];
  const inTurn = classNames[image % classNames.length] ?? null;
  return {
    image,
    temperature: grid?.kind === 'temperature' ? Number(rowValue) : temperature,
    className: grid?.kind === 'class' ? (rowValue ?? null) : (className ?? inTurn),
    step: grid?.kind === 'checkpoint' ? Number(rowValue) : step,
    rowValue,
  };
}
