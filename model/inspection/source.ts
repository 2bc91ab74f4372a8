/** Which picture is looked into. The main process of the oldest Electron loads this. */
import * as v from 'valibot';
import { bytes, count, runId, text } from '../files/record-parts';

/** The images that a run trains on, and those held out. */
export const imagePart = v.picklist(['training', 'validation']);
export type ImagePart = v.InferOutput<typeof imagePart>;

/** The class that the network is given instead of the picture's own. */
const as = { as: v.optional(text) };
const storedSources = [
  v.object({ kind: v.literal('validation'), index: count, ...as }),
  v.object({ kind: v.literal('training'), index: count, ...as }),
  v.object({ kind: v.literal('gallery'), gallery: runId, index: count, ...as }),
  /** One of those that the run drew at a step of its training. */
  v.object({ kind: v.literal('sample'), step: count, index: count, ...as }),
  v.object({ kind: v.literal('file'), file: text, ...as }),
] as const;

export const pictureSource = v.variant('kind', [
  ...storedSources,
  /** Levels [H,W,C] of the run's size, as a person set them; on the picture `over`, whose weights and class then serve. */
  v.object({
    kind: v.literal('painted'),
    pixels: bytes,
    over: v.optional(v.variant('kind', storedSources)),
    ...as,
  }),
]);
export type PictureSource = v.InferOutput<typeof pictureSource>;
