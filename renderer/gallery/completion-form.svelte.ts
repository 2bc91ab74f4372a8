import type { GalleryOptions } from '../../electron/api/gallery';
import type { PictureSource } from '../../electron/api/inspection';
import type { Pictures } from '../../model/events';
import { call } from '../studio';
import { lineBetween, nearestInside, type Pixel } from '../pictures/pixel';
import { PictureChoice } from '../pictures/picture-choice.svelte';
import { LatestRequest } from '../latest-request.svelte';

export type Region = 'lower half' | 'upper half' | 'right half' | 'middle' | 'nothing';

/** The picture to complete, and which of its pixels are to be drawn. */
export class CompletionForm {
  /** Whether the next drawing completes a picture. */
  on = $state(false);
  picture = $state.raw<Pictures | null>(null);
  /** 1 for each pixel to draw, in raster order. */
  unknown = $state.raw<Uint8Array>(new Uint8Array());
  cursor = $state.raw<Pixel>({ x: 0, y: 0 });
  /** What was marked before each stroke or region, the first one first; and after those that were taken back. */
  past = $state.raw<readonly Uint8Array[]>([]);
  #future: readonly Uint8Array[] = [];
  /** Whether the current stroke marks pixels or removes marks. */
  #marks = true;
  readonly choice = new PictureChoice();
  readonly reading = new LatestRequest();
  #run: string | null = null;

  /** Counts the given pixels, and those after the first drawn one, which the pixels drawn before them cannot see. */
  given = $derived.by(() => {
    const first = this.unknown.indexOf(1);
    const stay = (from: number) => this.unknown.subarray(from).reduce((sum, mark) => sum + (1 - mark), 0);
    return { known: stay(0), unheard: first < 0 ? 0 : stay(first) };
  });
  /** The completion to request, or null while no picture is chosen or no pixel is marked. */
  request = $derived.by((): GalleryOptions['completion'] => {
    const { source } = this.choice;
    if (!this.picture || !source || !this.unknown.includes(1)) return null;
    return { picture: source, unknown: this.unknown };
  });

  openRun(run: string | null): void {
    this.#run = run;
    this.picture = null;
    this.reading.forget();
    void this.choice.openRun(this.on ? run : null);
  }

  async turn(on: boolean): Promise<void> {
    this.on = on;
    if (on && this.choice.run !== this.#run) await this.choice.openRun(this.#run);
  }

  /** Takes another picture. What was marked stays; at first it is the lower half. */
  async take(source: PictureSource): Promise<void> {
    const run = this.#run;
    if (run === null) return;
    this.choice.choose(source);
    await this.reading.ask(
      () => call('readPicture', run, source),
      (picture) => {
        this.picture = picture;
        if (this.unknown.length === picture.height * picture.width) return;
        this.mark('lower half');
        // Marks of another size are none of this picture.
        this.past = this.#future = [];
      },
    );
  }

  /** Marks a region, and nothing else. */
  mark(region: Region): void {
    const { height = 0, width = 0 } = this.picture ?? {};
    const isIn: Record<Region, (x: number, y: number) => boolean> = {
      'lower half': (_x, y) => y >= height / 2,
      'upper half': (_x, y) => y < height / 2,
      'right half': (x) => x >= width / 2,
      middle: (x, y) => isMiddle(x, width) && isMiddle(y, height),
      nothing: () => false,
    };
    this.#keep();
    this.unknown = Uint8Array.from({ length: height * width }, (_, pixel) =>
      isIn[region](pixel % width, Math.floor(pixel / width)) ? 1 : 0,
    );
  }

  /** Marks these pixels, in raster order, if they are as many as the picture has. */
  markAll(unknown: Uint8Array): void {
    if (unknown.length !== this.unknown.length) return;
    this.#keep();
    this.unknown = Uint8Array.from(unknown);
  }

  /** Moves the cursor, kept inside the picture. */
  point(x: number, y: number): void {
    this.cursor = nearestInside({ x, y }, this.picture ?? { width: 1, height: 1 });
  }

  isUnknown({ x, y }: Pixel): boolean {
    return this.unknown[y * (this.picture?.width ?? 0) + x] === 1;
  }

  /** Begins a stroke: it marks pixels, or takes marks away where it begins on a marked one. */
  begin(pixel: Pixel): void {
    this.#keep();
    this.#marks = !this.isUnknown(pixel);
    this.cursor = pixel;
    this.drag(pixel);
  }

  /** Continues the stroke along the straight line to another pixel. */
  drag(to: Pixel): void {
    const { width = 0 } = this.picture ?? {};
    const painted = this.unknown.slice();
    for (const { x, y } of lineBetween(this.cursor, to)) painted[y * width + x] = this.#marks ? 1 : 0;
    this.unknown = painted;
    this.cursor = to;
  }

  /** Takes back this many strokes or regions. */
  undo(strokes: number): void {
    const kept = Math.max(0, this.past.length - strokes);
    const marks = this.past[kept];
    if (!marks || !this.picture) return;
    this.#future = [...this.past.slice(kept + 1), this.unknown, ...this.#future];
    this.past = this.past.slice(0, kept);
    this.unknown = marks;
  }

  /** Makes again what was taken back last. */
  redo(): void {
    const [next, ...later] = this.#future;
    if (!next || !this.picture) return;
    this.past = [...this.past, this.unknown];
    this.#future = later;
    this.unknown = next;
  }

  #keep(): void {
    this.past = [...this.past, this.unknown];
    this.#future = [];
  }
}

function isMiddle(at: number, side: number): boolean {
  return at >= side / 4 && at < (3 * side) / 4;
}
