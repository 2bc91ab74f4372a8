import type { PictureSource } from '../../electron/api/inspection';
import type { MaskCheck, PixelInspection } from '../../model/reports';
import { plainBars, type BarsChoice } from './bars-choice';
import { unshaped, type Shaping } from '../../model/likelihood/shaping-options';
import { isComparable } from './pixel/pixel-map';
import { call } from '../studio';
import { MapChoice } from './pixel/map-choice.svelte';
import type { InspectedPicture } from './inspected-picture';
import { Painting } from './pixel/painting.svelte';
import { nearestInside, type Pixel } from '../pictures/pixel';
import { PictureChoice } from '../pictures/picture-choice.svelte';
import { LatestRequest } from '../latest-request.svelte';

export type InspectView = 'pixel' | 'drawing' | 'folder' | 'masks';

/** The inspection of one run: the picture, its maps, and the pixel under the cursor. */
export class Inspection {
  view = $state<InspectView>('pixel');
  run = $state<string | null>(null);
  /** The picture on show with its inspection. */
  shown = $state.raw<InspectedPicture | null>(null);
  answer = $derived(this.shown?.answer ?? null);
  cursor = $state.raw({ x: 0, y: 0 });
  /** How often a person has pointed at a pixel. */
  pointed = $state(0);
  pixel = $state.raw<PixelInspection | null>(null);
  /** Screen pixels for each pixel; null fits the picture into its place. */
  zoom = $state<number | null>(null);
  /** How the bars are reshaped. */
  shaping = $state.raw<Shaping>(unshaped);
  bars = $state.raw<BarsChoice>(plainBars);
  /** The seed of the dice, as typed. A drawn picture has dice of its own. */
  seed = $state<number | null>(1);
  masks = $state.raw<MaskCheck | null>(null);

  readonly choice = new PictureChoice();
  readonly map = new MapChoice();
  readonly painting = new Painting();
  readonly inspecting = new LatestRequest();
  readonly pointing = new LatestRequest();
  readonly pasting = new LatestRequest();
  readonly checking = new LatestRequest();
  /** The inspections that follow the current stroke. */
  #following: Promise<void> | null = null;
  #turned: Promise<void> = Promise.resolve();

  /** Changes to another run. The same run stays as it is. */
  async openRun(run: string | null): Promise<void> {
    if (run === this.run) return;
    this.run = run;
    this.shown = this.pixel = this.masks = null;
    this.painting.forget();
    for (const request of [this.inspecting, this.pointing, this.pasting, this.checking]) request.forget();
    await Promise.all([this.choice.openRun(run), this.map.openRun(run)]);
    if (run === null || this.run !== run || this.choice.listing.error) return;
    const first = await this.choice.first();
    // A picture that was chosen meanwhile stays.
    if (first && this.run === run && this.choice.source === null) await this.#lookAt(first);
  }

  /** Inspects another picture, in a view that shows it; the cursor stays where it was. */
  async look(source: PictureSource): Promise<void> {
    if (this.view !== 'drawing' || source.kind !== 'gallery') this.view = 'pixel';
    this.painting.forget();
    if (this.map.against.kind === 'stroke') void this.map.compareWith({ kind: 'nothing' });
    await this.#lookAt(source);
  }

  /** Inspects the last chosen picture as another class. */
  async lookAs(className: string): Promise<void> {
    const { source } = this.choice;
    if (source) await this.#lookAt({ ...source, as: className });
  }

  /** Inspects a pasted picture. @param bytes null reads the clipboard */
  async paste(bytes: Uint8Array | null): Promise<void> {
    const file = await this.pasting.ask(() => call('pasteImage', bytes));
    if (file !== undefined) await this.look({ kind: 'file', file });
  }

  async #lookAt(source: PictureSource): Promise<void> {
    const { run } = this;
    if (run === null) return;
    this.choice.choose(source);
    await this.inspecting.ask(
      () => call('inspectImage', run, source),
      (answer) => {
        this.shown = { source, answer };
        this.painting.settle(answer.pictures.pixels);
      },
    );
    const { shown } = this;
    if (shown?.source !== source || this.inspecting.error) return;
    await Promise.all([this.#point(this.cursor), this.map.follow({ run, ...shown })]);
  }

  /** Moves the cursor inside the picture and reads the distribution there. */
  async point(x: number, y: number): Promise<void> {
    this.pointed++;
    await this.#point({ x, y });
  }

  async #point(pixel: Pixel): Promise<void> {
    const { answer } = this;
    if (!answer) return;
    const cursor = nearestInside(pixel, answer.pictures);
    this.cursor = cursor;
    await this.pointing.ask(
      () => call('inspectPixel', { question: answer.question, ...cursor }),
      (found) => (this.pixel = found),
    );
  }

  /** Paints from one pixel to another. The picture is inspected during the stroke; the map shows what changes. */
  paint(from: Pixel, to: Pixel): void {
    if (!this.shown) return;
    const isFirst = this.painting.past.length === 0;
    this.painting.paint(this.shown, from, to);
    this.cursor = to;
    if (isFirst) this.#compareWithBefore();
    void this.#follow();
  }

  /** Ends a stroke. */
  async finishStroke(): Promise<void> {
    this.painting.finish();
    await this.#follow();
    if (this.pixel?.x !== this.cursor.x || this.pixel.y !== this.cursor.y) {
      await this.#point(this.cursor);
    }
  }

  /** Inspects what is painted until there is nothing new. */
  #follow(): Promise<void> {
    const follow = async () => {
      let seen: Uint8Array | null = null;
      for (let { draft } = this.painting; draft && draft !== seen && this.shown; { draft } = this.painting) {
        seen = draft;
        await this.#lookAt(this.painting.source(this.shown, draft));
      }
      this.#following = null;
    };
    return (this.#following ??= follow());
  }

  #compareWithBefore(): void {
    if (!this.painting.before) return;
    void this.map.compareWith({ kind: 'stroke' });
    if (!isComparable(this.map.quantity)) void this.map.show('entropy');
  }

  /** Undoes this many strokes. */
  undo(strokes: number): Promise<void> {
    return this.#afterLast(async (shown) => {
      const source = this.painting.undo(strokes, shown);
      if (!source) return;
      if (!this.painting.before && this.map.against.kind === 'stroke') {
        void this.map.compareWith({ kind: 'nothing' });
      }
      await this.#lookAt(source);
    });
  }

  /** Redoes the last undone stroke. */
  redo(): Promise<void> {
    return this.#afterLast(async (shown) => {
      const source = this.painting.redo(shown);
      if (!source) return;
      if (this.painting.past.length === 1) this.#compareWithBefore();
      await this.#lookAt(source);
    });
  }

  /** Each undo or redo begins from the result of the one before. */
  #afterLast(turn: (shown: InspectedPicture) => Promise<void>): Promise<void> {
    this.#turned = this.#turned.then(() => (this.shown ? turn(this.shown) : undefined));
    return this.#turned;
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
