/** Looking inside a run. */
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
 * Which picture is looked at. A file must have been chosen in a dialog, dropped on the window, or pasted. A picture of a
 * gallery, or a sample, is looked at with the weights and as the class that it was drawn with.
 */
export type { PictureSource };

/** A checkpoint of a run: the last, the best, or one by its step. */
const which = v.union([v.picklist(['last', 'best']), count]);
export type Which = v.InferOutput<typeof which>;

export interface TrainingPictures {
  pictures: Pictures;
  /** How many there are. */
  total: number;
}

export interface SamplePictures {
  step: number;
  pictures: Pictures;
}

export interface ImageInspection {
  /** Names this answer in `inspectPixel`. */
  question: number;
  /** Step of the checkpoint that answered. */
  step: number;
  /** What the picture was looked at as; empty for a network without classes. */
  className: string;
  pictures: Pictures;
  /** Bits each pixel cost, height * width * channels, raster order. */
  surprise: Float32Array;
  /** Entropy in bits of each pixel's distribution, same layout. */
  entropy: Float32Array;
  /** Mean level of each distribution, same layout. */
  expected: Float32Array;
  /** The likeliest level, same layout. */
  likeliest: Uint8Array;
  bitsPerDim: number;
}

/** What another checkpoint says of a picture. */
export type Comparison = Pick<ImageInspection, 'step' | 'surprise' | 'entropy' | 'expected' | 'bitsPerDim'>;

/** Steps of the checkpoints that there are, rising. */
export interface Checkpoints {
  steps: number[];
  last: number;
  best: number | null;
}

/** The pictures of a run that may be looked into. */
export const runPictureCalls = {
  listValidation: call<Pictures>()(runId),
  /** The first images that the run learns from. */
  listTraining: call<TrainingPictures>()(runId),
  /** The newest sample pictures of a run; null before there are any. */
  listSamples: call<SamplePictures | null>()(runId),
  listCheckpoints: call<Checkpoints>()(runId),
  /** One picture as the run's network sees it. */
  readPicture: call<Pictures>()(runId, pictureSource),
  /** The bytes of a picture pasted into the page, or null for what lies on the clipboard, as a file that may be looked at. */
  pasteImage: call<string>()(v.nullable(bytes)),
};

export const inspectionCalls = {
  inspectImage: call<ImageInspection>()(runId, pictureSource),
  inspectPixel: call<PixelInspection>()(v.object({ question: count, x: count, y: count })),
  /** The probability of one level at every value of the picture asked about last. */
  inspectLevel: call<Float32Array>()(v.object({ question: count, level: count })),
  /** What another run or checkpoint predicts for a picture, to compare with the first; the question stays as it is. */
  compareImage: call<Comparison>()(runId, pictureSource, which),
  /** The images of a run by surprise. */
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
