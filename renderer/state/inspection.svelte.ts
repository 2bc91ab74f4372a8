import type {
  GallerySummary,
  ImageInspection,
  MaskCheck,
  PictureSource,
  Pictures,
  PixelInspection,
} from '../../electron/api';
import { call } from '../studio';
import { Question } from './question.svelte';

/** Looking inside one run: the picture, its maps, and the pixel under the cursor. */
export class Inspection {
  run = $state<string | null>(null);
  /** Where the next picture is taken from. */
  kind = $state<PictureSource['kind']>('validation');
  validation = $state.raw<Pictures | null>(null);
  galleries = $state.raw<GallerySummary[]>([]);
  gallery = $state<string | null>(null);
  galleryPictures = $state.raw<Pictures | null>(null);

  source = $state.raw<PictureSource | null>(null);
  answer = $state.raw<ImageInspection | null>(null);
  cursor = $state.raw({ x: 0, y: 0 });
  pixel = $state.raw<PixelInspection | null>(null);
  layer = $state<'surprise' | 'entropy'>('surprise');
  masks = $state.raw<MaskCheck | null>(null);

  readonly listing = new Question();
  readonly looking = new Question();
  readonly pointing = new Question();
  readonly checking = new Question();

  /** Goes on with another run; the same one is left as it is. */
  async openRun(run: string | null): Promise<void> {
    if (run === this.run) return;
    this.run = run;
    this.validation = this.galleryPictures = this.gallery = null;
    this.source = this.answer = this.pixel = this.masks = null;
    this.galleries = [];
    for (const question of [this.looking, this.pointing, this.checking]) question.forget();
    if (run === null) return;
    const listed = await this.listing.ask(
      () => Promise.all([call('listValidation', run), call('listGalleries', run)]),
      ([validation, galleries]) => {
        this.validation = validation;
        this.galleries = galleries;
      },
    );
    // A picture that was asked for meanwhile stays.
    if (listed?.[0].count && this.source === null) {
      await this.look({ kind: 'validation', index: 0 });
    }
  }

  /** Finds galleries that were drawn since the run was opened, and shows the pictures of `gallery`. */
  async openGallery(gallery?: string): Promise<void> {
    const { run } = this;
    if (run === null) return;
    await this.listing.ask(
      async () => {
        const galleries = await call('listGalleries', run);
        const id = gallery ?? this.gallery ?? galleries[0]?.id ?? null;
        return { galleries, id, opened: id === null ? null : await call('openGallery', run, id) };
      },
      ({ galleries, id, opened }) => {
        this.galleries = galleries;
        this.gallery = id;
        this.galleryPictures = opened?.pictures ?? null;
      },
    );
  }

  /** Inspects a picture; the cursor stays where it was. */
  async look(source: PictureSource): Promise<void> {
    const { run } = this;
    if (run === null) return;
    this.kind = source.kind;
    this.source = source;
    await this.looking.ask(
      () => call('inspectImage', run, source),
      (answer) => (this.answer = answer),
    );
    if (this.source === source && !this.looking.error) await this.point(this.cursor.x, this.cursor.y);
  }

  async chooseFile(): Promise<void> {
    const file = await this.looking.ask(() => call('chooseImage'));
    if (file) await this.look({ kind: 'file', file });
  }

  /** Moves the cursor, kept inside the picture, and asks for the distribution there. */
  async point(x: number, y: number): Promise<void> {
    const { answer } = this;
    if (!answer) return;
    const inside = (at: number, side: number) => Math.max(0, Math.min(side - 1, at));
    const cursor = { x: inside(x, answer.pictures.width), y: inside(y, answer.pictures.height) };
    this.cursor = cursor;
    await this.pointing.ask(
      () => call('inspectPixel', { question: answer.question, ...cursor }),
      (pixel) => (this.pixel = pixel),
    );
  }

  async checkMasks(): Promise<void> {
    const { run } = this;
    if (run === null) return;
    this.masks = null;
    await this.checking.ask(
      () => call('checkMasks', run),
      (masks) => (this.masks = masks),
    );
  }
}
