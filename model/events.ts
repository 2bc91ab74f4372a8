/** The events that a training run reports. Losses are means over all pixels and channels. */
import { inBits } from './likelihood/distribution';

/** A loss in both usual units. */
export interface Loss {
  /** Nats per dimension (pixel and channel). */
  nats: number;
  /** Bits per dimension: nats / ln 2. */
  bits: number;
}

/** Converts a loss in nats per dimension to both units. */
export function lossOf(nats: number): Loss {
  return { nats, bits: inBits(nats) };
}

/** The losses of the same images without a network, in bits per dimension. */
export interface ReferenceLosses {
  /** All levels are equally likely: log2(levels). */
  uniform: number;
  /** Each pixel and channel has its own histogram over the training images. */
  histogram: number;
  /** The images as PNG files. */
  png: number;
}

/** The run's folder and images are ready; steps follow. */
export interface RunStarted {
  type: 'run-started';
  /** The current step: 0, or where the run resumes. */
  step: number;
  /** The step at which the run will end. */
  lastStep: number;
  stepsPerEpoch: number;
  parameters: number;
  trainingImages: number;
  validationImages: number;
  references: ReferenceLosses;
  /** Whether evaluation and samples use a running mean of the weights. */
  isAveraged: boolean;
}

/** One optimisation step. Written to metrics.jsonl. */
export interface StepDone {
  type: 'step-done';
  step: number;
  /** Passes over the training images, with a fraction. */
  epoch: number;
  /** Training time since the run began, without any pauses. */
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

/** Samples were drawn, always with the same dice. They are also in samples/<step>.png. */
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
  /** Exactly what was wrong: a phrase without a full stop. */
  detail: string;
}

/** Some of the images in use have notes for a person. */
export interface ImagesNoted {
  type: 'images-noted';
  /** The number of all images in use. */
  images: number;
  /** In the order of `imageNotes`, without notes that no image has. */
  notes: ImageNotes[];
}

/** The progress of work outside the training steps. */
export interface Preparing {
  type: 'preparing';
  what: 'reading images' | 'building the network' | 'drawing samples' | 'evaluating';
  done: number;
  total: number;
}

/** Information for a person that does not stop the run. */
export interface Noticed {
  type: 'noticed';
  step: number;
  notice:
    | { code: 'resumed-exactly' }
    | { code: 'resumed-not-bit-exact'; reason: string }
    | { code: 'accepted-changed-data'; files: number }
    /** Some lines of metrics.jsonl cannot be read, so the curve has gaps. */
    | { code: 'skipped-metrics'; lines: number }
    /** Memory did not suffice, so smaller micro-batches are used from now on. */
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
  /** The number of levels: a byte k is shown as round(255 * k / (levels - 1)). */
  levels: number;
  /** The colour of each level as #rrggbb, in a picture with a palette, which has one channel. */
  palette?: readonly string[];
  pixels: Uint8Array;
}

export type SkipReason = 'not-an-image' | 'unreadable' | 'too-small' | 'unreachable' | 'duplicate' | 'run';

/**
 * Notes about an image in use: it has several frames or pages, of which the first is used; it has an alpha channel and
 * is composed on the background; its camera rotated it, and it is rotated back; it has more than 8 bits, reduced to 8; it
 * is in CMYK, converted to red, green and blue; it was enlarged by a whole number and is read at its original size; it
 * has only one colour.
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

/** The status of a run, in run.json. */
export const runStatuses = ['running', 'finished', 'stopped', 'interrupted', 'failed', 'imported'] as const;
export type RunStatus = (typeof runStatuses)[number];
