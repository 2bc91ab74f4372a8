import type { Shaping } from '../likelihood/distribution';
import type { ModelDescription } from '../nets/model-description';
import type { Weights } from '../nets/parameters';

/** What it takes to draw and to look inside: what `loadWeights` gives, or a run that is being trained. */
export interface TrainedRun {
  record: ModelDescription;
  weights: Weights;
}

/** What is to be drawn. The seed and the pictures' numbers name the dice; see `uniform` in model/random.ts. */
export interface Drawing extends Shaping {
  count: number;
  /** Number of the first picture; the others follow. */
  firstImage: number;
  height: number;
  width: number;
  seed: number;
  /** The class of all pictures; without it they take the network's classes in turn. */
  classIndex?: number | undefined;
  /** What is given and not drawn, the same in every picture. */
  known?: KnownPixels | undefined;
}

/** A picture of which some pixels stay as they are. */
export interface KnownPixels {
  /** [H,W,C]; those of unknown pixels are ignored. */
  levels: Uint8Array;
  /** [H,W]: 1 where the pixel is given, 0 where it is to be drawn. */
  mask: Uint8Array;
}

/** The class of the picture of this number. */
export function classOfPicture({ classIndex }: Drawing, image: number, classes: number): number {
  return classIndex ?? image % classes;
}

/** What a caller wants to hear of a drawing under way. */
export interface DrawingHooks {
  /**
   * Called up to twenty times a second.
   * @param done values (pixels and channels) of all pictures together
   * @param pixels levels [count,H,W,C] so far, a copy; those not yet drawn are 0
   */
  onProgress?: ((done: number, pixels: Uint8Array) => void) | undefined;
  /** Ends the drawing early, with what is done. */
  signal?: AbortSignal | undefined;
}

/** Between two reports of progress, and between two turns of the event loop. */
export const turnMilliseconds = 50;

/** What came of a drawing: levels [count,H,W,C], and how many of them are known. */
export interface Drawn {
  pixels: Uint8Array;
  done: number;
}
