import type { ImageInspection, PictureSource } from '../../electron/api';

type Painted = Extract<PictureSource, { kind: 'painted' }>;

interface Pixel {
  x: number;
  y: number;
}

/** A picture that was looked at, and what was said of it. */
export interface Look {
  source: PictureSource;
  answer: ImageInspection;
}

/** Painting on the picture that is looked at, stroke by stroke. */
export class Painting {
  /** Whether the mouse paints rather than points. */
  on = $state(false);
  /** What the brush sets, by channel. */
  brush = $state.raw<readonly number[]>([0, 0, 0]);
  /** The picture with the stroke under way, [H,W,C]; null between strokes. */
  draft = $state.raw<Uint8Array | null>(null);
  /** What was looked at before each stroke, the first one first. */
  past = $state.raw<readonly Look[]>([]);
  /** What the last stroke was made on. */
  before = $derived(this.past[this.past.length - 1] ?? null);

  /** What strokes made of the picture that is not looked at yet. */
  #unseen: Uint8Array | null = null;

  setBrush(channel: number, level: number): void {
    this.brush = this.brush.map((own, i) => (i === channel ? level : own));
  }

  /** Paints the pixels on the straight line between two, on a look or on the stroke under way. */
  paint({ answer }: Look, from: Pixel, to: Pixel): void {
    const { width, channels, pixels } = answer.pictures;
    const painted = (this.draft ?? this.#unseen ?? pixels).slice();
    const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
    for (let step = 0; step <= steps; step++) {
      const at = (a: number, b: number) => Math.round(a + ((b - a) * step) / steps);
      const pixel = at(from.y, to.y) * width + at(from.x, to.x);
      painted.set(this.brush.slice(0, channels), pixel * channels);
    }
    this.draft = painted;
  }

  /**
   * Ends the stroke: the picture that is to be looked at now, or null where nothing was changed. A stroke made before
   * the last one was looked at counts as part of it.
   */
  finish(look: Look): Painted | null {
    const { source, answer } = look;
    const pixels = this.draft;
    this.draft = null;
    const current = this.#unseen ?? answer.pictures.pixels;
    if (!pixels || pixels.every((level, i) => level === current[i])) return null;
    if (!this.#unseen) this.past = [...this.past, look];
    this.#unseen = pixels;
    const over = source.kind === 'painted' ? source.over : source;
    return { kind: 'painted', pixels, ...(over && { over }) };
  }

  /** The picture with all strokes has been looked at. */
  settle(): void {
    this.#unseen = null;
  }

  /** Takes back the last stroke, or all of them: the picture that is to be looked at again. */
  undo(strokes: number): PictureSource | null {
    const kept = Math.max(0, this.past.length - strokes);
    const look = this.past[kept];
    this.past = this.past.slice(0, kept);
    this.draft = this.#unseen = null;
    return look?.source ?? null;
  }

  forget(): void {
    this.draft = this.#unseen = null;
    this.past = [];
  }
}
