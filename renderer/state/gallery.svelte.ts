import type { Drawing, Events, GallerySummary, Pictures, Results } from '../../electron/api';
import { call, listen } from '../studio';
import { Completion } from './completion.svelte';
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

  list = $state.raw<GallerySummary[]>([]);
  /** The gallery on show; null while one is being drawn. */
  opened = $state.raw<GallerySummary | null>(null);
  pictures = $state.raw<Pictures | null>(null);
  progress = $state.raw<Events['drawingProgress'] | null>(null);
  exported = $state.raw<Export | null>(null);

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
    const { start, className } = this;
    return { count, seed, temperature, start, className, completion, topK: 0, topP: 1, grid: null };
  });

  constructor() {
    listen('drawingProgress', (progress) => {
      if (!this.drawing.busy) return;
      this.progress = progress;
      this.pictures = progress.pictures;
    });
  }

  /** Goes on with another run and shows its newest gallery; not while pictures are being drawn. */
  async openRun(run: string | null): Promise<void> {
    if (run === this.run || this.drawing.busy) return;
    this.run = run;
    this.className = null;
    this.completion.openRun(run);
    this.list = [];
    this.opened = this.pictures = this.exported = null;
    this.opening.forget();
    await this.refresh();
    const newest = this.list[0];
    if (newest && this.run === run && this.opened === null && !this.drawing.busy) await this.open(newest.id);
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
      () => call('exportGallery', run, opened.id, { scale: 1, metadata: true }),
      (exported) => (this.exported = exported),
    );
  }
}

function whole(text: string, min: number, max: number): number | null {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isInteger(value) && value >= min && value <= max ? value : null;
}
