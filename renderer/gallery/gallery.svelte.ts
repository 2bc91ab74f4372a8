import type { Events } from '../../electron/api/contract';
import type { FoundGallery, GalleryOptions, GallerySummary } from '../../electron/api/gallery';
import type { RunSummary } from '../../electron/api/runs';
import type { Pictures } from '../../model/events';
import { pictureColours } from '../pictures/pixel-colours';
import { pictureWords } from './gallery-words';
import type { Preferences } from '../shell/preferences.svelte';
import { call, listen } from '../studio';
import { DrawingForm } from './drawing-form.svelte';
import { ExportCheck } from './export-check.svelte';
import { GalleryFinder } from './gallery-finder.svelte';
import { PictureComparison } from './picture-comparison.svelte';
import type { Toasts } from '../controls/toasts.svelte';
import { counted } from '../words/quantities';
import { LatestRequest } from '../latest-request.svelte';

/** What is shown of pictures while they are drawn. */
type Shown = Pick<GallerySummary, 'count' | 'seed' | 'grid'>;

/** Drawing new pictures with one run, and the galleries it has drawn. */
export class Gallery {
  run = $state<string | null>(null);
  readonly form = new DrawingForm();
  /** How many galleries a person has had drawn since the page was opened. */
  drawn = $state(0);
  readonly exportCheck = new ExportCheck();
  readonly finder = new GalleryFinder();
  readonly comparison = new PictureComparison();

  list = $state.raw<GallerySummary[]>([]);
  /** The gallery on show; null while one is being drawn. */
  opened = $state.raw<GallerySummary | null>(null);
  pictures = $state.raw<Pictures | null>(null);
  /** Place of the picture that is chosen in it. */
  chosen = $state<number | null>(null);
  progress = $state.raw<Events['drawingProgress'] | null>(null);
  /** Whether exported files contain their provenance: the preference, until a person changes it. */
  metadata = $derived.by(() => this.#preferences.kept.exportMetadata);
  /** The magnification of a single exported picture. */
  scale = $state(1);
  readonly #preferences: Pick<Preferences, 'kept'>;
  readonly #toasts: Toasts;
  #asked = $state.raw<Shown | null>(null);
  shown = $derived<Shown | null>(this.opened ?? this.#asked);

  readonly listing = new LatestRequest();
  readonly opening = new LatestRequest();
  readonly drawing = new LatestRequest();
  readonly exporting = new LatestRequest();
  readonly dragging = new LatestRequest();

  constructor(preferences: Pick<Preferences, 'kept'>, toasts: Toasts) {
    this.#preferences = preferences;
    this.#toasts = toasts;
    listen('drawingProgress', (progress) => {
      if (!this.drawing.busy) return;
      this.progress = progress;
      this.pictures = progress.pictures;
    });
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

  async exportPicture(index: number, format: 'png' | 'apng' | 'gif'): Promise<void> {
    const { run, opened, scale, metadata } = this;
    if (run === null || opened === null) return;
    const picture = { run, gallery: opened.id, index };
    const file = await this.exporting.ask(() => call('exportPicture', picture, format, { scale, metadata }));
    if (file) this.#toasts.show(`Written to ${file}`);
  }

  /** Lets the mouse drag a picture out of the window, if the button is still down when its file is ready. */
  async dragOut(index: number): Promise<void> {
    const { run, opened, scale, metadata } = this;
    if (run === null || opened === null) return;
    let isDown = true;
    window.addEventListener('pointerup', () => (isDown = false), { once: true });
    await this.dragging.ask(async () => {
      const file = await call('prepareDrag', { run, gallery: opened.id, index }, { scale, metadata });
      if (isDown) await call('startDrag', file);
    });
  }

  /** Compares two pictures: the first call takes one of them from the gallery on show, the second the other. */
  compare(run: RunSummary, index: number): void {
    const { opened, pictures } = this;
    if (opened === null || pictures === null) return;
    this.comparison.take({
      key: `${run.id}/${opened.id}/${index}`,
      words: `${run.name}: ${pictureWords(opened, index, run.classNames)}`,
      colours: pictureColours(pictures, index),
    });
  }

  /** Moves the gallery on show to the trash. */
  async remove(): Promise<void> {
    const { run, opened } = this;
    if (run === null || opened === null) return;
    await this.opening.ask(() => call('deleteGallery', run, opened.id));
    if (this.opening.error) return;
    this.opened = this.pictures = this.chosen = null;
    await this.refresh();
  }

  /**
   * Changes to another run and shows its newest gallery, or `wanted`. Does nothing while pictures are being drawn.
   */
  async openRun(
    run: Pick<RunSummary, 'id' | 'settings' | 'classNames'> | null,
    wanted?: Pick<FoundGallery, 'id'>,
  ): Promise<void> {
    const id = run?.id ?? null;
    if (id === this.run || this.drawing.busy) return;
    this.run = id;
    this.form.openRun(id, run?.settings.size ?? 0, run?.classNames ?? []);
    this.list = [];
    this.opened = this.pictures = this.chosen = this.#asked = null;
    this.opening.forget();
    await this.refresh();
    const first = wanted ?? this.list[0];
    if (first && this.run === id && this.opened === null && !this.drawing.busy) await this.open(first.id);
  }

  /** Shows a gallery of any run, and of it a picture. */
  async openFound(found: FoundGallery, run: RunSummary, index: number | null): Promise<void> {
    if (this.drawing.busy) return;
    this.finder.isOpen = false;
    if (run.id === this.run) await this.open(found.id);
    else await this.openRun(run, found);
    if (this.opened?.id === found.id) this.chosen = index;
  }

  /** Puts the settings of the exported picture into the form. @param drawer its run, if that is in the library */
  async recallExport(drawer: RunSummary | null): Promise<void> {
    const { made, file } = this.exportCheck;
    if (made === null || file === null) return;
    if (drawer) await this.openRun(drawer);
    await this.form.recallPicture(made, file);
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
    this.exporting.forget();
    await this.opening.ask(
      () => call('openGallery', run, gallery),
      ({ summary, pictures }) => {
        // A picture that was chosen while it grew stays chosen.
        if (this.opened && this.opened.id !== summary.id) this.chosen = null;
        this.opened = summary;
        this.pictures = pictures;
      },
    );
  }

  /** Draws what the form asks for; pictures appear as they grow, then the finished gallery is shown. */
  async generate(): Promise<void> {
    const { run } = this;
    const { request } = this.form;
    if (run === null || request === null) return;
    this.form.keep();
    this.finder.isOpen = false;
    this.opened = this.pictures = this.progress = this.chosen = null;
    this.#asked = shownOf(request);
    this.opening.forget();
    const drawn = await this.drawing.ask(() => call('draw', { run, ...request }));
    this.progress = null;
    await this.refresh();
    // A cancelled drawing may return no name: then the newest gallery holds what was kept of it.
    const shown = drawn ?? (this.drawing.error ? undefined : this.list[0]?.id);
    if (shown === undefined) return;
    await this.open(shown);
    this.drawn++;
  }

  async cancel(): Promise<void> {
    await call('cancelDrawing');
  }

  async cancelExport(): Promise<void> {
    await call('cancelExport');
  }

  async export(): Promise<void> {
    const { run, opened } = this;
    if (run === null || opened === null) return;
    const exported = await this.exporting.ask(() =>
      call('exportGallery', run, opened.id, { scale: 1, metadata: this.metadata }),
    );
    if (!exported) return;
    this.#toasts.show(`${counted(exported.files.length, 'file')} written to ${exported.folder}`);
  }
}

function shownOf({ count, seed, grid }: GalleryOptions): Shown {
  return { count: count * (grid?.values.length ?? 1), seed, grid };
}
