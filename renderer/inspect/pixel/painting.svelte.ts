import type { PictureSource } from '../../../electron/api/inspection';
import { lineBetween, type Pixel } from '../../pictures/pixel';
import type { InspectedPicture } from '../inspected-picture';

type Painted = Extract<PictureSource, { kind: 'painted' }>;

/** Painting on the picture that is looked at, stroke by stroke. */
export class Painting {
  /** Whether the mouse paints rather than points. */
  on = $state(false);
  /** What the brush sets, by channel. */
  brush = $state.raw<readonly number[]>([0, 0, 0]);
  /** The picture with what was painted since it was looked at, [H,W,C]; null while there is no more than was seen. */
  draft = $state.raw<Uint8Array | null>(null);
  /** What was looked at before each stroke, the first one first. */
  past = $state.raw<readonly InspectedPicture[]>([]);
  /** What strokes that were taken back had led to, the next to be made again first. */
  future = $state.raw<readonly PictureSource[]>([]);
  /** What the last stroke was made on. */
  before = $derived(this.past[this.past.length - 1] ?? null);

  #isUnderWay = false;
  /** The draft that was looked at last. */
  #seen: Uint8Array | null = null;

  setBrush(channel: number, level: number): void {
    this.brush = this.brush.map((own, i) => (i === channel ? level : own));
  }

  /**
   * Paints the pixels on the straight line between two, on what is looked at or on the draft. A stroke that begins before
   * the last one was looked at counts as part of it; one that changes nothing is none.
   */
  paint(inspected: InspectedPicture, from: Pixel, to: Pixel): void {
    const { width, channels, pixels } = inspected.answer.pictures;
    const current = this.draft ?? pixels;
    const painted = current.slice();
    for (const { x, y } of lineBetween(from, to)) {
      painted.set(this.brush.slice(0, channels), (y * width + x) * channels);
    }
    if (painted.every((level, i) => level === current[i])) return;
    if (!this.draft) this.past = [...this.past, inspected];
    this.future = [];
    this.draft = painted;
    this.#isUnderWay = true;
  }

  /** A draft as a picture to look at, painted on what was looked at before. */
  source({ source }: InspectedPicture, pixels: Uint8Array): Painted {
    const over = source.kind === 'painted' ? source.over : source;
    return {
      kind: 'painted',
      pixels,
      ...(over && { over }),
      ...(source.as !== undefined && { as: source.as }),
    };
  }

  /** Ends the stroke under way. */
  finish(): void {
    this.#isUnderWay = false;
    this.#settle();
  }

  /** A picture of these pixels has been looked at. */
  settle(pixels: Uint8Array): void {
    this.#seen = pixels;
    this.#settle();
  }

  /** While a stroke is under way its draft stays: the next of its pixels are painted on it. */
  #settle(): void {
    const { draft } = this;
    if (!this.#isUnderWay && draft?.every((level, i) => level === this.#seen?.[i])) this.draft = null;
  }

  /**
   * Takes back the last stroke, or all of them.
   * @param seen what is looked at now
   * @returns the picture that is to be looked at again, or null when there is no stroke
   */
  undo(strokes: number, seen: InspectedPicture): PictureSource | null {
    const kept = Math.max(0, this.past.length - strokes);
    const inspected = this.past[kept];
    if (!inspected) return null;
    const last = this.draft ? this.source(seen, this.draft) : seen.source;
    this.future = [...this.past.slice(kept + 1).map(({ source }) => source), last, ...this.future];
    this.past = this.past.slice(0, kept);
    this.#forgetDraft();
    return inspected.source;
  }

  /** Makes the stroke again that was taken back last: the picture that is to be looked at, if there is one. */
  redo(seen: InspectedPicture): PictureSource | null {
    const [next, ...later] = this.future;
    if (!next) return null;
    this.past = [...this.past, seen];
    this.future = later;
    return next;
  }

  forget(): void {
    this.#forgetDraft();
    this.past = [];
    this.future = [];
  }

  #forgetDraft(): void {
    this.draft = this.#seen = null;
    this.#isUnderWay = false;
  }
}
