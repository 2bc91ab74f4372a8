import { permutation, randomUse } from '../random';
import type { Settings } from '../settings';
import { classOfFile } from './classes';
import type { DataFile } from './data-file';
import type { ReadingRules } from './reading-rules';

/** Indices of images in their data set, ascending. */
export interface Split {
  training: Uint32Array;
  validation: Uint32Array;
}

/** The values that determine how the images of a run are split. */
export interface SplitRun {
  reading: ReadingRules;
  dataFiles: readonly DataFile[];
  settings: Pick<Settings, 'validationShare' | 'seed' | 'classes'>;
}

/** The images that a run trains on and those it validates with. */
export function splitOf({ reading, dataFiles, settings }: SplitRun): Split {
  const { validationShare, seed, classes } = settings;
  const knowsClasses = reading > 1 && classes === 'folders';
  const classOf = knowsClasses ? dataFiles.map(({ file }) => classOfFile(file, reading)) : [];
  return splitImages(dataFiles.length, validationShare, seed, classOf);
}

/** How many images a new run would train on, given the numbers of images and classes. */
export function trainingImages(count: number, classes: number, share: number): number {
  return count - Math.max(0, Math.min(validationImages(count, share), count - Math.max(1, classes)));
}

/**
 * Sets round(count * share) images aside for validation, at random but the same on every machine. At least one is
 * taken if the share is above 0, and at least one of each class stays for training.
 * @param classOf the class of each image; by default all have the same
 */
export function splitImages(
  count: number,
  share: number,
  seed: number,
  classOf: readonly string[] = [],
): Split {
  const wanted = validationImages(count, share);
  const stays = new Map<string | undefined, number>();
  for (let image = 0; image < count; image++) stays.set(classOf[image], (stays.get(classOf[image]) ?? 0) + 1);
  const validation: number[] = [];
  for (const image of permutation(count, seed, randomUse.split)) {
    const left = stays.get(classOf[image]) as number;
    if (validation.length === wanted) break;
    if (left === 1) continue;
    validation.push(image);
    stays.set(classOf[image], left - 1);
  }
  const isTaken = new Set(validation);
  const all = Uint32Array.from({ length: count }, (_, image) => image);
  return {
    training: all.filter((image) => !isTaken.has(image)),
    validation: Uint32Array.from(validation).sort(),
  };
}

function validationImages(count: number, share: number): number {
  return share > 0 ? Math.max(1, Math.round(count * share)) : 0;
}
