import type { ImageInspection, MaskCheck, PictureSource, PixelInspection } from '../../electron/api';
import { call } from '../studio';
import { PictureChoice } from './picture-choice.svelte';
import { Question } from './question.svelte';

/** Looking inside one run: the picture, its maps, and the pixel under the cursor. */
export class Inspection {
  run = $state<string | null>(null);
  answer = $state.raw<ImageInspection | null>(null);
  cursor = $state.raw({ x: 0, y: 0 });
  pixel = $state.raw<PixelInspection | null>(null);
  layer = $state<'surprise' | 'entropy'>('surprise');
  masks = $state.raw<MaskCheck | null>(null);

  readonly choice = new PictureChoice();
  readonly looking = new Question();
  readonly pointing = new Question();
  readonly checking = new Question();

  /** Goes on with another run; the same one is left as it is. */
  async openRun(run: string | null): Promise<void> {
    if (run === this.run) return;
    this.run = run;
    this.answer = this.pixel = this.masks = null;
    for (const question of [this.looking, this.pointing, this.checking]) question.forget();
    await this.choice.openRun(run);
    // A picture that was asked for meanwhile stays.
    if (this.run === run && this.choice.validation?.count && this.choice.source === null) {
      await this.look({ kind: 'validation', index: 0 });
    }
  }

  /** Inspects a picture; the cursor stays where it was. */
  async look(source: PictureSource): Promise<void> {
    const { run } = this;
    if (run === null) return;
    this.choice.choose(source);
    await this.looking.ask(
      () => call('inspectImage', run, source),
      (answer) => (this.answer = answer),
    );
    if (this.choice.source === source && !this.looking.error) await this.point(this.cursor.x, this.cursor.y);
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
