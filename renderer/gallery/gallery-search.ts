/** Finding galleries and pictures among those of all runs. */
import type { FoundGallery } from '../../electron/api/gallery';
import type { RunSummary } from '../../electron/api/runs';
import { drawnAs } from '../../model/gallery/drawn-as';
import { moment } from '../words/quantities';
import { classWords } from '../words/run-words';

/** The filter, as typed. What is empty matches everything. */
export interface GalleryFilter {
  words: string;
  run: string;
  seed: string;
  temperature: string;
  /** Null for any. */
  className: string | null;
  /** The starred pictures alone, each by itself. */
  starred: boolean;
}

export const everything: GalleryFilter = {
  words: '',
  run: '',
  seed: '',
  temperature: '',
  className: null,
  starred: false,
};

export type FoundOrder = 'newest' | 'oldest' | 'run' | 'seed' | 'temperature' | 'stars';

/** A gallery, or one picture of it. */
export interface Found {
  gallery: FoundGallery;
  /** Null where the run is gone. */
  run: RunSummary | null;
  index: number | null;
}

type FindRun = (id: string) => RunSummary | undefined;

const orders: Record<FoundOrder, (a: Found, b: Found) => number> = {
  newest: (a, b) => b.gallery.created - a.gallery.created,
  oldest: (a, b) => a.gallery.created - b.gallery.created,
  run: (a, b) => nameOf(a).localeCompare(nameOf(b)),
  seed: (a, b) => a.gallery.seed - b.gallery.seed,
  temperature: (a, b) => a.gallery.temperature - b.gallery.temperature,
  stars: (a, b) => b.gallery.stars.length - a.gallery.stars.length,
};

/** Finds galleries, or starred pictures. Where the order has ties, the newest come first. */
export function searchGalleries(
  galleries: readonly FoundGallery[],
  filter: GalleryFilter,
  order: FoundOrder,
  findRun: FindRun,
): Found[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = galleries.flatMap((gallery): Found[] => {
    const run = findRun(gallery.run) ?? null;
    const whole: Found = { gallery, run, index: null };
    if (filter.run && gallery.run !== filter.run) return [];
    if (filter.seed.trim() && gallery.seed !== Number(filter.seed)) return [];
    if (words.length) {
      const text = textOf(whole);
      if (!words.every((word) => text.includes(word))) return [];
    }
    if (!filter.starred) return fits(whole, filter) ? [whole] : [];
    const starred = [...gallery.stars].sort((a, b) => a - b);
    return starred.map((index) => ({ ...whole, index })).filter((picture) => fits(picture, filter));
  });
  return found.sort((a, b) => orders[order](a, b) || orders.newest(a, b) || (a.index ?? 0) - (b.index ?? 0));
}

/** Classes that any of the runs knows, by name. */
export function classesOf(runs: readonly RunSummary[]): string[] {
  return [...new Set(runs.flatMap(({ classNames }) => classNames))].sort((a, b) => a.localeCompare(b));
}

/** Temperature and class of a found picture, or all of a gallery's. */
export function foundValues({ gallery, run, index }: Found): { temperatures: number[]; classes: string[] } {
  const { grid, temperature, count } = gallery;
  const classNames = run?.classNames ?? [];
  if (index !== null) {
    const drawn = drawnAs(gallery, index, classNames);
    return {
      temperatures: [drawn.temperature],
      classes: drawn.className === null ? [] : [drawn.className],
    };
  }
  const columns = count / (grid?.values.length ?? 1);
  // Classes in turn come again after the last one.
  const first = Array.from({ length: Math.min(columns, Math.max(1, classNames.length)) }, (_, n) => n);
  const drawn = first.map((place) => drawnAs(gallery, place, classNames).className);
  const ofAll = [...new Set(drawn)].filter((name) => name !== null);
  return {
    temperatures: grid?.kind === 'temperature' ? grid.values.map(Number) : [temperature],
    classes: grid?.kind === 'class' ? grid.values : ofAll,
  };
}

function fits(found: Found, { temperature, className }: GalleryFilter): boolean {
  if (!temperature.trim() && className === null) return true;
  const { temperatures, classes } = foundValues(found);
  return (
    (!temperature.trim() || temperatures.includes(Number(temperature))) &&
    (className === null || classes.includes(className))
  );
}

function nameOf({ gallery, run }: Found): string {
  return run?.name ?? gallery.model;
}

function textOf(found: Found): string {
  const { gallery, run } = found;
  const { temperatures, classes } = foundValues(found);
  return [
    nameOf(found),
    gallery.model,
    run?.note ?? '',
    `seed ${gallery.seed}`,
    `step ${gallery.step}`,
    ...temperatures.map((value) => `temperature ${value}`),
    ...classes.map((name) => `class ${classWords(name)}`),
    gallery.grid ? `rows by ${gallery.grid.kind}` : '',
    gallery.completion ? 'completed' : '',
    gallery.complete ? '' : 'unfinished',
    moment(gallery.created),
  ]
    .join(' ')
    .toLowerCase();
}
