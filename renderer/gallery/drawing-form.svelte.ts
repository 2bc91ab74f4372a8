import type { GalleryOptions, GallerySummary } from '../../electron/api/gallery';
import {
  forEachOption,
  shapingNames,
  shapingOptions,
  unshaped,
  type Shaping,
  type ShapingName,
} from '../../model/likelihood/shaping-options';
import type { Provenance } from '../../model/reports';
import { call } from '../studio';
import { CompletionForm } from './completion-form.svelte';

/** The entries of the form, numbers as typed. */
interface Entries extends Record<ShapingName, string> {
  count: string;
  seed: string;
  start: GalleryOptions['start'];
  /** One class for all pictures; null takes the run's classes in turn. */
  className: string | null;
  /** Of the canvas; empty is the run's size. */
  width: string;
  height: string;
  /** What the rows compare, and the value of each. */
  compare: 'nothing' | 'temperature' | 'class' | 'checkpoint';
  rows: string;
}

/** The entries that drawn pictures have too. */
type Drawn = Pick<GallerySummary, ShapingName | 'seed' | 'start' | 'className' | 'height' | 'width'>;

/** What the next drawing is to be. */
export class DrawingForm {
  entries = $state<Entries>({
    count: '16',
    seed: '1',
    ...forEachOption((name) => String(unshaped[name])),
    start: 'blank',
    className: null,
    width: '',
    height: '',
    compare: 'nothing',
    rows: '',
  });
  readonly completion = new CompletionForm();
  /** The rows of an empty list. */
  allRows = $state.raw<Record<'class' | 'checkpoint', string[]>>({ class: [], checkpoint: [] });
  /** A class that was to be taken over and that the run does not know. */
  unknownClass = $state<string | null>(null);
  /** What a person had entered before the settings of other pictures took its place. */
  #former = $state.raw<{ entries: Entries; completes: boolean } | null>(null);
  hasFormer = $derived(this.#former !== null);
  #run: string | null = null;
  #size = 0;

  /** What the form asks for, or null while an entry is wrong. */
  request = $derived.by((): GalleryOptions | null => {
    const { start, className, ...typed } = this.entries;
    const count = whole(typed.count, 1, 1024);
    const seed = whole(typed.seed, 0, 4294967295);
    const shaping = shapingIn(typed);
    const completion = this.completion.on ? this.completion.request : null;
    const canvas = canvasOf(this.entries);
    const grid = this.#grid();
    if (count === null || seed === null || shaping === null) return null;
    if ((this.completion.on && !completion) || canvas === null || grid === undefined) return null;
    return { count, seed, ...shaping, start, className, completion, grid, ...canvas };
  });

  /** Switches to another run. @param size the side of its pictures */
  openRun(run: string | null, size: number, classNames: readonly string[]): void {
    this.#run = run;
    this.#size = size;
    this.allRows = { class: [...classNames], checkpoint: [] };
    this.entries.compare = 'nothing';
    this.entries.className = this.unknownClass = this.#former = null;
    this.completion.openRun(run);
    if (run !== null) void this.#readCheckpoints(run);
  }

  /** Compares something else by rows, which begin with values that can be drawn. */
  compareBy(compare: Entries['compare']): void {
    this.entries.compare = compare;
    this.entries.rows = compare === 'nothing' ? '' : this.#someRows(compare);
  }

  /** Takes over how an exported picture was made. @param file that picture, which a completion begins with again */
  async recallPicture(made: Provenance, file: string): Promise<void> {
    this.#recall(made, { count: String(made.image + 1), compare: 'nothing', rows: '' });
    await this.#recallGiven({ kind: 'file', file }, made.given);
  }

  /** The same for the pictures of a gallery. */
  async recallGallery(gallery: GallerySummary): Promise<void> {
    const { count, grid, given } = gallery;
    this.#recall(gallery, {
      count: String(grid ? count / grid.values.length : count),
      compare: grid?.kind ?? 'nothing',
      rows: grid?.values.join(', ') ?? '',
    });
    await this.#recallGiven({ kind: 'gallery', gallery: gallery.id, index: 0 }, given);
  }

  /** Restores the former entries. */
  backToMine(): void {
    if (!this.#former) return;
    this.entries = this.#former.entries;
    void this.completion.turn(this.#former.completes);
    this.keep();
  }

  /** Keeps the entries and forgets the former ones. */
  keep(): void {
    this.#former = this.unknownClass = null;
  }

  #recall(drawn: Drawn, more: Partial<Entries>): void {
    const { seed, start, className, height, width } = drawn;
    this.#former ??= { entries: { ...this.entries }, completes: this.completion.on };
    const isKnown = className === null || this.allRows.class.includes(className);
    this.unknownClass = isKnown ? null : className;
    this.entries = {
      ...this.entries,
      seed: String(seed),
      ...forEachOption((name) => String(drawn[name])),
      start,
      className: isKnown ? className : null,
      width: width === this.#size ? '' : String(width),
      height: height === this.#size ? '' : String(height),
      ...more,
    };
  }

  async #recallGiven(
    source: { kind: 'file'; file: string } | { kind: 'gallery'; gallery: string; index: number },
    given: ArrayLike<number> | null,
  ): Promise<void> {
    await this.completion.turn(given !== null);
    if (given === null) return;
    await this.completion.take(source);
    this.completion.markAll(Uint8Array.from(given, (isGiven) => 1 - isGiven));
  }

  async #readCheckpoints(run: string): Promise<void> {
    // A run without a checkpoint has none to compare.
    const found = await call('listCheckpoints', run).catch(() => null);
    if (found && this.#run === run) this.allRows = { ...this.allRows, checkpoint: found.steps.map(String) };
  }

  /** Values to begin with: some temperatures, or as many of all there are as can be drawn. */
  #someRows(compare: Exclude<Entries['compare'], 'nothing'>): string {
    if (compare === 'temperature') return '0.5, 0.8, 1, 1.2';
    const all = this.allRows[compare];
    const count = Math.min(all.length, mostRows);
    // The last one is always there.
    const some = Array.from({ length: count }, (_, i) => all[Math.ceil(((i + 1) * all.length) / count) - 1]);
    const rows = some.join(', ');
    // A name with a comma in it, or an empty one, cannot be listed; an empty list takes all.
    return rowsIn(rows).join() === some.join() ? rows : '';
  }

  /** Undefined while the rows are wrong. */
  #grid(): GalleryOptions['grid'] | undefined {
    const { compare, rows } = this.entries;
    if (compare === 'nothing') return null;
    const typed = rowsIn(rows);
    const values = typed.length || compare === 'temperature' ? typed : this.allRows[compare];
    const isRight = {
      temperature: (value: string) => real(value, 0, 10) !== null,
      class: (value: string) => this.allRows.class.includes(value),
      checkpoint: (value: string) => this.allRows.checkpoint.includes(value),
    }[compare];
    return values.length && values.length <= mostRows && values.every(isRight)
      ? { kind: compare, values }
      : undefined;
  }
}

/** Pictures of one kind under the same dice. */
const mostRows = 32;

function rowsIn(text: string): string[] {
  return text
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean);
}

/** Null while an entry is wrong. */
function shapingIn(typed: Record<ShapingName, string>): Shaping | null {
  const shaping = { ...unshaped };
  for (const name of shapingNames) {
    const { min, max, isWhole } = shapingOptions[name];
    const value = (isWhole ? whole : real)(typed[name], min, max);
    if (value === null) return null;
    shaping[name] = value;
  }
  return shaping;
}

function canvasOf(entries: Entries): { height?: number; width?: number } | null {
  const canvas: { height?: number; width?: number } = {};
  for (const side of ['height', 'width'] as const) {
    if (entries[side].trim() === '') continue;
    const value = whole(entries[side], 1, 256);
    if (value === null) return null;
    canvas[side] = value;
  }
  return canvas;
}

function real(text: string, min: number, max: number): number | null {
  const value = text.trim() === '' ? NaN : Number(text);
  return value >= min && value <= max ? value : null;
}

function whole(text: string, min: number, max: number): number | null {
  const value = real(text, min, max);
  return Number.isInteger(value) ? value : null;
}
