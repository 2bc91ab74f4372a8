import type { PictureSource } from '../../../electron/api/inspection';
import { lineBetween, type Pixel } from '../../pictures/pixel';
import type { InspectedPicture } from '../inspected-picture';

type Painted = Extract<PictureSource, { kind: 'painted' }>;

/** The painting on the inspected picture, stroke by stroke. */
export class Painting {
  /** Whether the mouse paints rather than points. */
  on = $state(false);
  /** What the brush sets, by channel. */
  brush = $state.raw<readonly number[]>([0, 0, 0]);
  /** The picture with what was painted since its inspection, [H,W,C]; null while that is nothing. */
  draft = $state.raw<Uint8Array | null>(null);
  /** The inspected picture before each stroke, the first one first. */
  past = $state.raw<readonly InspectedPicture[]>([]);
  /** The results of undone strokes, the next to redo first. */
  future = $state.raw<readonly PictureSource[]>([]);
  /** The picture under the last stroke. */
  before = $derived(this.past[this.past.length - 1] ?? null);

  #isUnderWay = false;
  /** The draft that was inspected last. */
  #seen: Uint8Array | null = null;

  setBrush(channel: number, level: number): void {
    this.brush = this.brush.map((own, i) => (i === channel ? level : own));
  }

  /**
   * Paints the pixels on the straight line between two, on the inspected picture or on the draft. A stroke that begins
   * before the last one was inspected is part of it. One that changes nothing does not count.
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

  /** A draft as a picture to inspect, painted on the one that was inspected before. */
  source({ source }: InspectedPicture, pixels: Uint8Array): Painted {
    const over = source.kind === 'painted' ? source.over : source;
    return {
      kind: 'painted',
      pixels,
      ...(over && { over }),
      ...(source.as !== undefined && { as: source.as }),
    };
  }

  /** Ends the current stroke. */
  finish(): void {
    this.#isUnderWay = false;
    this.#settle();
  }

  /** Notes that a picture of these pixels has been inspected. */
  settle(pixels: Uint8Array): void {
    this.#seen = pixels;
    this.#settle();
  }

  /** The draft stays during a stroke, as its next pixels are painted on it. */
  #settle(): void {
    const { draft } = this;
    if (!this.#isUnderWay && draft?.every((level, i) => level === this.#seen?.[i])) this.draft = null;
  }

  /**
   * Undoes strokes.
   * @param seen the inspected picture
   * @returns the picture to inspect again, or null when there is no stroke
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

  /** Redoes the last undone stroke. Returns the picture to inspect, if there is one. */
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
