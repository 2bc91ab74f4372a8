import type { Drawing, Events, GallerySummary, Made, Pictures, Results } from '../../electron/api';
import { call, listen } from '../studio';
import { Completion } from './completion.svelte';
import { ExportCheck } from './export-check.svelte';
import { Question } from './question.svelte';

type Export = NonNullable<Results['exportGallery']>;

/** Drawing new pictures with one run, and the galleries it has drawn. */
export class Gallery {
  run = $state<string | null>(null);
  count = $state('16');
  seed = $state('1');
  temperature = $state('1');
  start = $state<Drawing['start']>('blank');
  /** One class for all pictures; null takes the run's classes in turn. */
  className = $state<string | null>(null);
  readonly completion = new Completion();
  topK = $state('0');
  topP = $state('1');
  /** Of the canvas; empty is the run's size. */
  width = $state('');
  height = $state('');
  /** What the rows compare, and the value of each, as typed. */
  compare = $state<'nothing' | 'temperature' | 'class' | 'checkpoint'>('nothing');
  rows = $state('');
  /** What an empty list of rows stands for. */
  allRows = $state.raw<Record<'class' | 'checkpoint', string[]>>({ class: [], checkpoint: [] });
  readonly exportCheck = new ExportCheck();

  list = $state.raw<GallerySummary[]>([]);
  /** The gallery on show; null while one is being drawn. */
  opened = $state.raw<GallerySummary | null>(null);
  pictures = $state.raw<Pictures | null>(null);
  progress = $state.raw<Events['drawingProgress'] | null>(null);
  exported = $state.raw<Export | null>(null);
  /** Whether exported files say how they were made. */
  metadata = $state(true);

  readonly listing = new Question();
  readonly opening = new Question();
  readonly drawing = new Question();
  readonly exporting = new Question();

  /** What the form asks for, or null while an entry is wrong. */
  wish = $derived.by((): Omit<Drawing, 'run'> | null => {
    const count = whole(this.count, 1, 1024);
    const seed = whole(this.seed, 0, 4294967295);
    const temperature = this.temperature.trim() === '' ? NaN : Number(this.temperature);
    if (count === null || seed === null || !(temperature >= 0 && temperature <= 10)) return null;
    const completion = this.completion.on ? this.completion.wish : null;
    if (this.completion.on && !completion) return null;
    const topK = whole(this.topK, 0, 256);
    const topP = this.topP.trim() === '' ? NaN : Number(this.topP);
    const canvas = this.#canvas();
    const grid = this.#grid();
    if (topK === null || !(topP >= 0 && topP <= 1) || canvas === null || grid === undefined) return null;
    const { start, className } = this;
    return { count, seed, temperature, start, className, completion, topK, topP, grid, ...canvas };
  });

  constructor() {
    listen('drawingProgress', (progress) => {
      if (!this.drawing.busy) return;
      this.progress = progress;
      this.pictures = progress.pictures;
    });
  }

  #canvas(): { height?: number; width?: number } | null {
    const canvas: { height?: number; width?: number } = {};
    for (const side of ['height', 'width'] as const) {
      if (this[side].trim() === '') continue;
      const value = whole(this[side], 1, 256);
      if (value === null) return null;
      canvas[side] = value;
    }
    return canvas;
  }

  /** Undefined while the rows are wrong. */
  #grid(): Drawing['grid'] | undefined {
    const { compare } = this;
    if (compare === 'nothing') return null;
    const typed = this.rows
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean);
    const values = typed.length || compare === 'temperature' ? typed : this.allRows[compare];
    const isRight = {
      temperature: (value: string) => Number(value) >= 0 && Number(value) <= 10,
      class: (value: string) => this.allRows.class.includes(value),
      checkpoint: (value: string) => this.allRows.checkpoint.includes(value),
    }[compare];
    return values.length && values.length <= 32 && values.every(isRight)
      ? { kind: compare, values }
      : undefined;
  }

  /** Puts into the form how an exported picture was made; what it cannot hold stays. */
  takeOver({ image, seed, temperature, topK, topP, start, className }: Made): void {
    this.count = String(image + 1);
    this.seed = String(seed);
    this.temperature = String(temperature);
    this.topK = String(topK);
    this.topP = String(topP);
    this.start = start;
    this.className = className !== null && this.allRows.class.includes(className) ? className : null;
    this.compare = 'nothing';
  }

  /** The same for the gallery on show. */
  useSettings({ count, seed, temperature, topK, topP, start, className, grid }: GallerySummary): void {
    this.count = String(grid ? count / grid.values.length : count);
    this.seed = String(seed);
    this.temperature = String(temperature);
    this.topK = String(topK);
    this.topP = String(topP);
    this.start = start;
    this.className = className;
    this.compare = grid?.kind ?? 'nothing';
    this.rows = grid?.values.join(', ') ?? '';
  }

  async star(index: number, isStarred: boolean): Promise<void> {
    const { run, opened } = this;
    if (run === null || opened === null) return;
    await this.opening.ask(() => call('starPicture', { run, gallery: opened.id, index }, isStarred));
    const others = opened.stars.filter((star) => star !== index);
    if (this.opened?.id === opened.id && !this.opening.error) {
      this.opened = { ...opened, stars: isStarred ? [...others, index] : others };
    }
    await this.refresh();
  }

  async exportPicture(index: number, format: 'png' | 'apng' | 'gif', scale: number): Promise<void> {
    const { run, opened, metadata } = this;
    if (run === null || opened === null) return;
    this.exported = null;
    await this.exporting.ask(
      () => call('exportPicture', { run, gallery: opened.id, index }, format, { scale, metadata }),
      (file) => (this.exported = file === null ? null : { folder: file, files: [file] }),
    );
  }

  /** Moves the gallery on show to the trash. */
  async remove(): Promise<void> {
    const { run, opened } = this;
    if (run === null || opened === null) return;
    await this.opening.ask(() => call('deleteGallery', run, opened.id));
    if (this.opening.error) return;
    this.opened = this.pictures = null;
    await this.refresh();
  }

  /** Goes on with another run and shows its newest gallery; not while pictures are being drawn. */
  async openRun(run: string | null, classNames: readonly string[] = []): Promise<void> {
    if (run === this.run || this.drawing.busy) return;
    this.run = run;
    this.compare = 'nothing';
    this.allRows = { class: [...classNames], checkpoint: [] };
    this.className = null;
    this.completion.openRun(run);
    this.list = [];
    this.opened = this.pictures = this.exported = null;
    this.opening.forget();
    if (run !== null) void this.#readCheckpoints(run);
    await this.refresh();
    const newest = this.list[0];
    if (newest && this.run === run && this.opened === null && !this.drawing.busy) await this.open(newest.id);
  }

  async #readCheckpoints(run: string): Promise<void> {
    // A run without a checkpoint has none to compare.
    const found = await call('listCheckpoints', run).catch(() => null);
    if (found && this.run === run) this.allRows = { ...this.allRows, checkpoint: found.steps.map(String) };
  }

  async refresh(): Promise<void> {
    const { run } = this;
    if (run === null) return;
    await this.listing.ask(
      () => call('listGalleries', run),
      (list) => (this.list = [...list].sort((a, b) => b.created - a.created)),
    );
  }

  async open(gallery: string): Promise<void> {
    const { run } = this;
    if (run === null) return;
    this.exported = null;
    this.exporting.forget();
    await this.opening.ask(
      () => call('openGallery', run, gallery),
      ({ summary, pictures }) => {
        this.opened = summary;
        this.pictures = pictures;
      },
    );
  }

  /** Draws what the form asks for; pictures appear as they grow, then the finished gallery is shown. */
  async generate(): Promise<void> {
    const { run, wish } = this;
    if (run === null || wish === null) return;
    this.opened = this.pictures = this.progress = this.exported = null;
    this.opening.forget();
    const drawn = await this.drawing.ask(() => call('draw', { run, ...wish }));
    this.progress = null;
    await this.refresh();
    // A drawing that was cancelled may answer without a name: then the newest is what was kept of it.
    const shown = drawn ?? (this.drawing.error ? undefined : this.list[0]?.id);
    if (shown !== undefined) await this.open(shown);
  }

  async cancel(): Promise<void> {
    await call('cancelDrawing');
  }

  async export(): Promise<void> {
    const { run, opened } = this;
    if (run === null || opened === null) return;
    this.exported = null;
    await this.exporting.ask(
      () => call('exportGallery', run, opened.id, { scale: 1, metadata: this.metadata }),
      (exported) => (this.exported = exported),
    );
  }
}

function whole(text: string, min: number, max: number): number | null {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isInteger(value) && value >= min && value <= max ? value : null;
}
