/** What a training run reports, one type per moment. Losses are means over all pixels and channels. */
import { inBits } from './likelihood/distribution';

/** A loss in both of the field's units. */
export interface Loss {
  /** Nats per dimension (pixel and channel). */
  nats: number;
  /** Bits per dimension: nats / ln 2. */
  bits: number;
}

/** A loss in nats per dimension, in both units. */
export function lossOf(nats: number): Loss {
  return { nats, bits: inBits(nats) };
}

/** What predicting the same images costs without a network, in bits per dimension. */
export interface ReferenceLosses {
  /** Every level as likely as any other: log2(levels). */
  uniform: number;
  /** Every pixel and channel by its own histogram over the training images. */
  histogram: number;
  /** The images as PNG files. */
  png: number;
}

/** The run's folder and images are ready; steps follow. */
export interface RunStarted {
  type: 'run-started';
  /** Step the run stands at: 0, or where it resumes. */
  step: number;
  /** Step at which it will end. */
  lastStep: number;
  stepsPerEpoch: number;
  parameters: number;
  trainingImages: number;
  validationImages: number;
  references: ReferenceLosses;
  /** Whether a running mean of the weights evaluates and draws. */
  isAveraged: boolean;
}

/** One optimisation step. Written to metrics.jsonl. */
export interface StepDone {
  type: 'step-done';
  step: number;
  /** Passes over the training images, with a fraction. */
  epoch: number;
  /** Training time since the run began, pauses and earlier sittings' pauses left out. */
  milliseconds: number;
  training: Loss;
  learningRate: number;
  imagesPerSecond: number;
  /** Estimated training time left. */
  millisecondsLeft: number;
}

/** The validation images were measured. Written to metrics.jsonl. */
export interface Evaluated {
  type: 'evaluated';
  step: number;
  milliseconds: number;
  validation: Loss;
  best: boolean;
}

/** Pictures were drawn with the run's own dice, for watching it learn. Also at samples/<step>.png. */
export interface SamplesDrawn {
  type: 'samples-drawn';
  step: number;
  pictures: Pictures;
}

export interface CheckpointSaved {
  type: 'checkpoint-saved';
  step: number;
  best: boolean;
}

/** A picture file was left out of the data set. */
export interface ImageSkipped {
  type: 'image-skipped';
  file: string;
  reason: SkipReason;
  /** What exactly was wrong: a phrase without a full stop. */
  detail: string;
}

/** Some of the images in use have something that a person should know. */
export interface ImagesNoted {
  type: 'images-noted';
  /** All in use. */
  images: number;
  /** In the order of `imageNotes`; only those that some image has. */
  notes: ImageNotes[];
}

/** How far a preparation is that has no step yet. */
export interface Preparing {
  type: 'preparing';
  what: 'reading images' | 'building the network' | 'drawing samples' | 'evaluating';
  done: number;
  total: number;
}

/** Something a person should know that does not stop the run. */
export interface Noticed {
  type: 'noticed';
  step: number;
  notice:
    | { code: 'resumed-exactly' }
    | { code: 'resumed-not-bit-exact'; reason: string }
    | { code: 'accepted-changed-data'; files: number }
    /** Lines of metrics.jsonl that cannot be read: the curve has gaps there. */
    | { code: 'skipped-metrics'; lines: number }
    /** The memory did not suffice: fewer pictures are worked on at once from here on. */
    | { code: 'smaller-micro-batch'; microBatch: number };
}

export interface RunEnded {
  type: 'run-ended';
  step: number;
  /** `finished`: reached its last step. `stopped`: a person ended it; it can be resumed. */
  outcome: 'finished' | 'stopped';
}

export type TrainingEvent =
  | RunStarted
  | StepDone
  | Evaluated
  | SamplesDrawn
  | CheckpointSaved
  | ImageSkipped
  | ImagesNoted
  | Preparing
  | Noticed
  | RunEnded;

/** Pictures of one size as levels, `count * height * width * channels` bytes in raster order. */
export interface Pictures {
  count: number;
  height: number;
  width: number;
  channels: number;
  /** Number of levels: a byte k is shown as round(255 * k / (levels - 1)). */
  levels: number;
  /** The colours that levels stand for, as #rrggbb, unless they are brightnesses; then there is one channel. */
  palette?: readonly string[];
  pixels: Uint8Array;
}

export type SkipReason = 'not-an-image' | 'unreadable' | 'too-small' | 'unreachable' | 'duplicate' | 'run';

/**
 * What a person should know of an image that is used: it has several frames or pages and the first is used; it has an
 * alpha channel and is laid on the background; its camera turned it and it is turned back; it has more than 8 bits and is
 * brought to 8; it is in printing colours and is turned into red, green and blue; it was enlarged by a whole number and is
 * read at its own size; the network will see nothing but one colour.
 */
export const imageNotes = ['frames', 'alpha', 'turned', 'deep', 'cmyk', 'enlarged', 'flat'] as const;
export type ImageNote = (typeof imageNotes)[number];

/** The images in use that have one note. */
export interface ImageNotes {
  note: ImageNote;
  images: number;
  /** The first of them, by their paths below the folder. */
  files: string[];
}

/** What has become of a run, in run.json. */
export const runStatuses = ['running', 'finished', 'stopped', 'interrupted', 'failed', 'imported'] as const;
export type RunStatus = (typeof runStatuses)[number];
