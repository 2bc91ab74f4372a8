import type { GallerySummary } from '../../electron/api/gallery';
import type { PictureSource, SamplePictures, TrainingPictures } from '../../electron/api/inspection';
import type { Pictures } from '../../model/events';
import { toErrorData, type ErrorData } from '../../model/errors';
import { call } from '../studio';
import { LatestRequest } from '../latest-request.svelte';

/** The picture of a run or from disk that is inspected or completed, and the pictures on offer. */
export class PictureChoice {
  run = $state<string | null>(null);
  /** The source of the next picture. */
  kind = $state<PictureSource['kind']>('validation');
  validation = $state.raw<Pictures | null>(null);
  training = $state.raw<TrainingPictures | null>(null);
  samples = $state.raw<SamplePictures | null>(null);
  /** Why the images of the run cannot be shown: they are on another machine, or have changed. */
  away = $state.raw<ErrorData | null>(null);
  galleries = $state.raw<GallerySummary[]>([]);
  gallery = $state<string | null>(null);
  galleryPictures = $state.raw<Pictures | null>(null);
  source = $state.raw<PictureSource | null>(null);

  readonly listing = new LatestRequest();
  readonly opening = new LatestRequest();
  readonly picking = new LatestRequest();
  error = $derived(this.listing.error ?? this.opening.error ?? this.picking.error);

  /** Changes to another run, with no picture chosen. */
  async openRun(run: string | null): Promise<void> {
    this.run = run;
    this.kind = 'validation';
    this.validation = this.training = this.samples = this.away = null;
    this.galleryPictures = this.gallery = this.source = null;
    this.galleries = [];
    for (const question of [this.listing, this.opening, this.picking]) question.forget();
    if (run === null) return;
    const validation = call('listValidation', run).then(
      (pictures) => ({ pictures, away: null }),
      (thrown: unknown) => ({ pictures: null, away: toErrorData(thrown) }),
    );
    await this.listing.ask(
      () => Promise.all([validation, call('listGalleries', run)]),
      ([{ pictures, away }, galleries]) => {
        this.validation = pictures;
        this.away = away;
        this.galleries = galleries;
      },
    );
  }

  /** The picture to begin with: the first validation image, or else one that the run has drawn. */
  async first(): Promise<PictureSource | null> {
    if (this.validation?.count) return { kind: 'validation', index: 0 };
    await this.openGallery();
    if (this.gallery !== null) return { kind: 'gallery', gallery: this.gallery, index: 0 };
    await this.openSamples();
    return this.samples && { kind: 'sample', step: this.samples.step, index: 0 };
  }

  /** Reads the newest sample pictures. */
  async openSamples(): Promise<void> {
    const { run } = this;
    if (run === null) return;
    await this.opening.ask(
      () => call('listSamples', run),
      (samples) => (this.samples = samples),
    );
  }

  /** Reads the first training images, unless they have been read. */
  async openTraining(): Promise<void> {
    const { run } = this;
    if (run === null || this.training) return;
    await this.opening.ask(
      () => call('listTraining', run),
      (training) => (this.training = training),
    );
  }

  /** Finds galleries that were drawn since the run was opened, and shows the pictures of `gallery`. */
  async openGallery(gallery?: string): Promise<void> {
    const { run } = this;
    if (run === null) return;
    await this.opening.ask(
      async () => {
        const galleries = await call('listGalleries', run);
        const last = galleries.find(({ id }) => id === this.gallery) ?? galleries[0];
        const id = gallery ?? last?.id ?? null;
        return { galleries, id, opened: id === null ? null : await call('openGallery', run, id) };
      },
      ({ galleries, id, opened }) => {
        this.galleries = galleries;
        this.gallery = id;
        this.galleryPictures = opened?.pictures ?? null;
      },
    );
  }

  /** The gallery that a picture was drawn in, if it has been listed. */
  galleryOf(source: PictureSource | undefined): GallerySummary | null {
    if (source?.kind !== 'gallery') return null;
    return this.galleries.find(({ id }) => id === source.gallery) ?? null;
  }

  choose(source: PictureSource): void {
    this.kind = source.kind;
    this.source = source;
  }

  /** Lets a person pick a file. Returns undefined when they cancel. */
  async pickFile(): Promise<PictureSource | undefined> {
    const file = await this.picking.ask(() => call('chooseImage'));
    return file ? { kind: 'file', file } : undefined;
  }
}
