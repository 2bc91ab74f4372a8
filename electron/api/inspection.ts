/** Calls for inspection: what a run's network predicts for pictures, and its masks. */
import * as v from 'valibot';
import type { Pictures } from '../../model/events';
import type {
  CausalityReport,
  MaskCheck,
  MaskedKernelView,
  PixelInspection,
  Ranking,
} from '../../model/reports';
import { imagePart, pictureSource, type PictureSource } from '../../model/inspection/source';
import { bytes, runId } from '../../model/files/record-parts';
import { call, count, event } from './declare';

/**
 * The picture that is inspected. A file must have been chosen in a dialog, dropped on the window, or pasted. A picture of
 * a gallery or a sample is inspected with the weights and the class that it was drawn with.
 */
export type { PictureSource };

/** A checkpoint of a run: the last, the best, or one by its step. */
const which = v.union([v.picklist(['last', 'best']), count]);
export type Which = v.InferOutput<typeof which>;

export interface TrainingPictures {
  pictures: Pictures;
  /** The number of all training images. */
  total: number;
}

export interface SamplePictures {
  step: number;
  pictures: Pictures;
}

export interface ImageInspection {
  /** Identifies this inspection in later calls. */
  question: number;
  /** The step of the weights. */
  step: number;
  /** The class used for the picture; empty for a network without classes. */
  className: string;
  pictures: Pictures;
  /** The surprise of each value in bits, height * width * channels, in raster order. */
  surprise: Float32Array;
  /** The entropy of each distribution in bits, in the same layout. */
  entropy: Float32Array;
  /** The mean level of each distribution, in the same layout. */
  expected: Float32Array;
  /** The likeliest level of each distribution, in the same layout. */
  likeliest: Uint8Array;
  bitsPerDim: number;
}

/** The predictions of another checkpoint for a picture. */
export type Comparison = Pick<ImageInspection, 'step' | 'surprise' | 'entropy' | 'expected' | 'bitsPerDim'>;

/** The checkpoints of a run by their steps, in ascending order. */
export interface Checkpoints {
  steps: number[];
  last: number;
  best: number | null;
}

/** The pictures of a run that can be inspected. */
export const runPictureCalls = {
  listValidation: call<Pictures>()(runId),
  /** Returns the first training images. */
  listTraining: call<TrainingPictures>()(runId),
  /** Returns the newest samples of a run; null before there are any. */
  listSamples: call<SamplePictures | null>()(runId),
  listCheckpoints: call<Checkpoints>()(runId),
  /** Returns one picture as the run's network sees it. */
  readPicture: call<Pictures>()(runId, pictureSource),
  /** Writes the bytes of a pasted picture, or the clipboard's with null, to a file that can be inspected. */
  pasteImage: call<string>()(v.nullable(bytes)),
};

export const inspectionCalls = {
  inspectImage: call<ImageInspection>()(runId, pictureSource),
  inspectPixel: call<PixelInspection>()(v.object({ question: count, x: count, y: count })),
  /** Returns the probability of one level at every value of the picture inspected last. */
  inspectLevel: call<Float32Array>()(v.object({ question: count, level: count })),
  /** Returns the predictions of another run or checkpoint for a picture; the current inspection is kept. */
  compareImage: call<Comparison>()(runId, pictureSource, which),
  /** Ranks the images of a run by surprise. */
  rankImages: call<Ranking>()(runId, imagePart),
  cancelRanking: call()(),
  maskKernels: call<MaskedKernelView[]>()(runId),
  checkMasks: call<MaskCheck>()(runId),
};

export const causalityCalls = {
  /** Tries every pair of variables of a small canvas with the run's weights. */
  checkCausality: call<CausalityReport>()(runId),
};

export const inspectionEvents = {
  rankingProgress: event<{ done: number; total: number }>(),
};
