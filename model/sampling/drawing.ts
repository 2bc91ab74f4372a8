import type { Shaping } from '../likelihood/shaping-options';
import type { ModelDescription } from '../nets/model-description';
import type { Weights } from '../nets/parameters';

/** A network to draw from or inspect: what `loadWeights` returns, or a run in training. */
export interface TrainedRun {
  record: ModelDescription;
  weights: Weights;
}

/** What to draw. The seed and the pictures' numbers determine the dice; see `uniform` in model/random.ts. */
export interface Drawing extends Partial<Shaping> {
  count: number;
  /** Number of the first picture; the others follow. */
  firstImage: number;
  height: number;
  width: number;
  seed: number;
  /** The class of all pictures; without it they take the network's classes in turn. */
  classIndex?: number | undefined;
  /** Pixels that are given and not drawn, the same in every picture. */
  known?: KnownPixels | undefined;
}

/** A picture of which some pixels stay as they are. */
export interface KnownPixels {
  /** [H,W,C]; the levels of unknown pixels are ignored. */
  levels: Uint8Array;
  /** [H,W]: 1 where the pixel is given, 0 where it is to be drawn. */
  mask: Uint8Array;
}

/** The class of the picture of this number. */
export function classOfPicture({ classIndex }: Drawing, image: number, classes: number): number {
  return classIndex ?? image % classes;
}

/** How a caller follows a drawing and ends it early. */
export interface DrawingHooks {
  /**
   * Called up to twenty times a second.
   * @param done values (pixels and channels) of all pictures together
   * @param pixels a copy of the levels [count,H,W,C] so far; those not yet drawn are 0
   */
  onProgress?: ((done: number, pixels: Uint8Array) => void) | undefined;
  /** Ends the drawing early; it returns what is drawn by then. */
  signal?: AbortSignal | undefined;
}

/** The time between two reports of progress, and between two turns of the event loop. */
export const turnMilliseconds = 50;

/** The result of a drawing: levels [count,H,W,C], and how many of them are drawn. */
export interface Drawn {
  pixels: Uint8Array;
  done: number;
}
