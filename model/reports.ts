/** Results that the engine returns, as plain data that crosses processes. */
import type { ImageNotes, Pictures, SkipReason } from './events';
import type { DrawingOptions } from './sampling/drawing-options';
import type { Settings } from './settings';

/** A file that was left out, by its path below the folder with `/`. */
export interface SkippedFile {
  file: string;
  reason: SkipReason;
  /** Exactly what was wrong: a phrase without a full stop. */
  detail: string;
}

export interface DatasetReport {
  folder: string;
  images: number;
  /**
   * Class names in order with the number of images of each; empty for a folder without subfolders. If some images are in
   * subfolders and others are not, the others are a class of their own.
   */
  classes: { name: string; images: number }[];
  skipped: SkippedFile[];
  /** In the order of `imageNotes`, without notes that no image has. */
  notes: ImageNotes[];
  /** Classes that a person excluded, with the number of files of each, which were not read. */
  excludedClasses: { name: string; files: number }[];
  /** Existing single files that a person excluded. */
  excludedFiles: string[];
  /** Pictures exactly as the network will see them: all, or evenly chosen ones of very many. */
  preview: { pictures: Pictures; files: string[] };
}

/** Some images at one size and number of levels, and the cost of training with these. */
export interface PictureChoice {
  size: number;
  levels: number;
  /** The images that are large enough, in the order of `PictureChoices.files`; null if none is. */
  pictures: Pictures | null;
  /** Multiplications for a picture, relative to the current settings. */
  work: number;
  /** The estimated memory of training, without the images. */
  memoryBytes: number;
}

export interface PictureChoices {
  /** The images shown, the largest first. */
  files: string[];
  /** By size, then by levels, without those that the settings forbid. */
  choices: PictureChoice[];
}

/** What the training process uses of the machine. */
export interface Usage {
  /** The processor, or the graphics card, that computes. */
  device: string;
  /** The memory of the whole process. */
  memoryBytes: number;
}

export interface Forecast {
  parameters: number;
  /** The side of the square window around a pixel that contains its receptive field, in pixels. */
  receptiveField: number;
  /** The number of images that are not kept for validation. */
  trainingImages: number;
  stepsPerEpoch: number;
  lastStep: number;
  /** The memory of training: on the cores, the machine's; on a graphics card, its own. */
  memoryBytes: { cores: number; card: number };
}

/** The memory that is available for training: the machine's, or a graphics card's own. */
export interface TrainingMemory {
  freeBytes: number;
  /** The card that would compute, if there is one. */
  card: { name: string; totalBytes: number } | null;
}

/** The cost of a run on this machine, measured with its own network. */
export interface MeasuredForecast {
  /** The median of the measured steps. */
  stepMilliseconds: number;
  steps: number;
  /** The time before the first step. */
  preparingMilliseconds: number;
  galleryMilliseconds: number;
  galleryPictures: number;
  /** The memory of the whole process after the measurement. */
  memoryBytes: number;
}

/** The device that TensorFlow computes with. */
export interface Device {
  tensorflow: string;
  kind: 'cpu' | 'gpu';
  /** The name of the processor or the graphics card. */
  name: string;
  /** The number of ops that run at the same time. */
  threads: number;
  /** Why it is no graphics card; null if it is one. */
  noCard: NoCard | null;
}

/** Why no graphics card trains: what was found, and what is needed instead. */
export type NoCard =
  | { reason: 'system'; system: string }
  | { reason: 'hidden'; devices: string }
  | { reason: 'no-driver' }
  | { reason: 'no-card'; answer: string }
  | { reason: 'old-driver'; card: string; driver: string; oldest: number }
  | { reason: 'old-card'; card: string; capability: string; oldest: number }
  /** The card would do. */
  | { reason: 'processor-only' | 'not-usable'; card: string };

/** The weights of a running training at the end of a step. */
export interface WeightsSnapshot {
  step: number;
  /** The flat vector that evaluates and draws: the running mean, if there is one. */
  weights: Float32Array;
}

export interface PixelInspection {
  x: number;
  y: number;
  /**
   * By channel, the probability of each level; they sum to 1. Green is conditional on the picture's red, blue on both;
   * grey and palette pictures have one channel.
   */
  probabilities: Float32Array[];
  /** By channel, the part of them that each component of a mixture contributes; absent without a mixture. */
  components?: Float32Array[][];
  /** The picture's level at the pixel, by channel. */
  value: number[];
  /** -log2 of its probability, by channel. */
  bits: number[];
  /** In bits, by channel. */
  entropy: number[];
}

export interface CausalityReport {
  /** Pairs of variables in which one depends on itself or a later one: 0 is right. */
  forbidden: number;
  /** The height of the canvas on which all pairs were tried. */
  height: number;
  width: number;
  /** Which other pixels influence one pixel: 1 or 0 for each, in raster order. */
  seen: { x: number; y: number; pixels: Uint8Array };
}

export interface MaskCheck {
  /** Whether drawing over a blank and over a noisy start gave the same pictures. */
  same: boolean;
  fromBlank: Pictures;
  fromNoise: Pictures;
}

/** Losses as columns of numbers, for a chart. */
export interface LossSeries extends LossStretch {
  validationSteps: Float64Array;
  validation: Float64Array;
  /**
   * Set where the training losses are too many: they are then the first, lowest, highest and last of blocks of steps, and
   * these are the means of the blocks, each at its last step.
   */
  means: LossStretch | null;
}

/** Training losses over steps. */
export interface LossStretch {
  steps: Float64Array;
  /** Bits per dimension. */
  training: Float64Array;
}

/** The result of drawing an exported picture again. */
export interface Verification {
  /** The run whose weights drew it, and their step. */
  run: string;
  step: number;
  /** The number of values (pixels and channels) that differ: 0 if the pictures are identical. */
  different: number;
  /** The first of them in raster order. */
  first: { x: number; y: number; found: number; drawn: number } | null;
}

/** Images in the order of their loss, the most surprising first. */
export interface Ranking {
  /** Files below the data folder, in the order of the pictures. */
  files: string[];
  /** The index of each among the images of its part. */
  indices: number[];
  pictures: Pictures;
  /** The loss of each in bits per dimension. */
  bits: number[];
  /** The bits of each pixel, summed over its channels, [count, H, W]. */
  surprise: Float32Array;
  /** The number of all images; `files` has the first of the ranking only. */
  total: number;
}

/** One masked kernel, for display. */
export interface MaskedKernelView {
  /** The dotted path of the layer. */
  layer: string;
  mask: 'A' | 'B' | 'none';
  rows: number;
  columns: number;
  /** Mean size of the weights of each tap, [rows, columns]; 0 where the mask hides all of them. */
  weights: Float32Array;
  /** 1 where at least one weight of the tap is live. */
  live: Uint8Array;
}

/** How much of a completed picture was given. */
export interface Completion {
  /** Pixels that were given. */
  known: number;
  /** Given pixels after the first drawn one in raster order, which the pixels drawn before them could not see. */
  unheard: number;
}

/** How one exported picture was made: all that is needed to draw it again. */
export interface Provenance extends Omit<DrawingOptions, 'count' | 'grid'> {
  /** The number of the picture, which determines its dice. */
  image: number;
  /** The points of the file for each pixel, in both directions. */
  scale: number;
  model: string;
  /** The name of the run's folder. */
  run: string;
  settings: Settings;
  step: number;
  /** The SHA-256 of the weights that drew; empty if only the step is known. */
  checkpoint: string;
  /** [H,W]: 1 where the pixel was given and not drawn; null when all were drawn. */
  given: Uint8Array | null;
  program: string;
}
