import type { GallerySummary } from '../../../electron/api/gallery';
import type { PictureSource } from '../../../electron/api/inspection';
import type { RunSummary } from '../../../electron/api/runs';
import type { Pictures } from '../../../model/events';
import { drawnAs } from '../../../model/gallery/drawn-as';
import { shapingNames } from '../../../model/likelihood/shaping-options';
import { pick } from '../../../model/pick';
import type { DiceOf } from '../dice';
import { call, listen } from '../../studio';
import type { Inspection } from '../inspection.svelte';
import type { InspectedPicture } from '../inspected-picture';
import { LatestRequest } from '../../latest-request.svelte';

/** Pixels a second. */
export const speeds = { slow: 2, steady: 12, quick: 60 } as const;
export type Speed = keyof typeof speeds;

/** The steps through the drawing of one picture, pixel by pixel, and the siblings grown from a step. */
export class DrawingSteps {
  playing = $state(false);
  speed = $state<Speed>('steady');
  /** Levels put instead of those drawn at the step, by channel; null leaves them. */
  levels = $state.raw<readonly number[] | null>(null);
  count = $state('6');
  /** The siblings, growing or grown. */
  siblings = $state.raw<Pictures | null>(null);
  gallery = $state<string | null>(null);
  progress = $state.raw<{ done: number; total: number } | null>(null);
  /** The pictures that were forked, the first one first. */
  trail = $state.raw<readonly PictureSource[]>([]);
  readonly growing = new LatestRequest();
  readonly #inspection: Inspection;
  #grown: Promise<string | null> = Promise.resolve(null);
  #run: string | null = null;

  constructor(inspection: Inspection) {
    this.#inspection = inspection;
    listen('siblingsProgress', ({ done, total, pictures }) => {
      if (!this.growing.busy) return;
      this.progress = { done, total };
      this.siblings = pictures;
    });
  }

  /** Changes to another run. The same run stays as it is. */
  openRun(run: string | null): void {
    if (run === this.#run) return;
    this.#run = run;
    this.pause();
    this.levels = this.siblings = this.gallery = this.progress = null;
    this.trail = [];
    this.#grown = Promise.resolve(null);
    this.growing.forget();
  }

  /** Goes to the pixel of this number in raster order, kept inside the picture. */
  async goTo(step: number): Promise<void> {
    const pictures = this.#inspection.answer?.pictures;
    if (!pictures) return;
    const last = pictures.width * pictures.height - 1;
    const at = Math.max(0, Math.min(last, step));
    this.levels = null;
    await this.#inspection.point(at % pictures.width, Math.floor(at / pictures.width));
  }

  /** The number of the pixel under the cursor in raster order. */
  get step(): number {
    const { cursor, answer } = this.#inspection;
    return cursor.y * (answer?.pictures.width ?? 0) + cursor.x;
  }

  /** Steps to the last pixel, or until `pause`. From the last pixel it begins at the first. */
  async play(): Promise<void> {
    if (this.playing) return;
    const { answer } = this.#inspection;
    if (!answer) return;
    const pixels = answer.pictures.width * answer.pictures.height;
    this.playing = true;
    if (this.step === pixels - 1) await this.goTo(0);
    while (this.playing && this.#inspection.answer === answer && this.step < pixels - 1) {
      const next = new Promise((resolve) => setTimeout(resolve, 1000 / speeds[this.speed]));
      await Promise.all([this.goTo(this.step + 1), next]);
    }
    this.playing = false;
  }

  pause(): void {
    this.playing = false;
  }

  choose(channel: number, level: number, drawn: readonly number[]): void {
    const levels = [...(this.levels ?? drawn)];
    levels[channel] = level;
    this.levels = levels.every((own, i) => own === drawn[i]) ? null : levels;
  }

  /** Draws siblings: the same picture up to the step, with the chosen levels there, drawn again after it. */
  async grow(run: RunSummary, inspected: InspectedPicture, drawnIn: GallerySummary): Promise<void> {
    this.#grown = this.#drawSiblings(run, inspected, drawnIn);
    await this.#grown;
  }

  /** The gallery of the siblings, when they are grown; null if they never are. */
  grown(): Promise<string | null> {
    return this.#grown;
  }

  async #drawSiblings(
    run: RunSummary,
    { source, answer }: InspectedPicture,
    drawnIn: GallerySummary,
  ): Promise<string | null> {
    const { width, height, channels, pixels } = answer.pictures;
    const { step } = this;
    const count = Number(this.count);
    const painted = pixels.slice();
    painted.set(this.levels ?? painted.subarray(step * channels, (step + 1) * channels), step * channels);
    const unknown = Uint8Array.from({ length: width * height }, (_, pixel) => (pixel > step ? 1 : 0));
    const { temperature, className } = drawnLike(drawnIn, source, run);
    this.pause();
    this.siblings = this.gallery = this.progress = null;
    const gallery = await this.growing.ask(() =>
      call('growSiblings', {
        run: run.id,
        ...pick(drawnIn, ['seed', ...shapingNames]),
        count,
        temperature,
        className,
        start: 'blank',
        grid: null,
        completion: { picture: { kind: 'painted', pixels: painted }, unknown },
      }),
    );
    this.progress = null;
    if (gallery === undefined) return null;
    const opened = await this.growing.ask(
      () => call('openGallery', run.id, gallery),
      ({ pictures }) => {
        this.siblings = pictures;
        this.gallery = gallery;
      },
    );
    return opened ? gallery : null;
  }

  async cancel(): Promise<void> {
    await call('cancelSiblings');
  }
}

/** How one picture was drawn. */
export interface DrawnLike {
  temperature: number;
  className: string | null;
  step: number;
  dice: DiceOf;
  /** 1 where a pixel was given and not drawn, in raster order; null when all were drawn. */
  given: readonly number[] | null;
}

/** How the picture of a source was drawn in this gallery. */
export function drawnLike(
  gallery: GallerySummary,
  source: PictureSource,
  { classNames }: Pick<RunSummary, 'classNames'>,
): DrawnLike {
  const index = source.kind === 'gallery' ? source.index : 0;
  const { image, temperature, className, step } = drawnAs(gallery, index, classNames);
  return { temperature, className, step, dice: { seed: gallery.seed, image }, given: gallery.given };
}
