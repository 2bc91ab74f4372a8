/** What the engine answers when asked, as plain data that crosses processes. */
import type { ImageNotes, Pictures, SkipReason } from './events';
import type { DrawingOptions } from './sampling/drawing-options';
import type { Settings } from './settings';

/** A file that was left out, by its path below the folder with `/`. */
export interface SkippedFile {
  file: string;
  reason: SkipReason;
  /** What exactly was wrong: a phrase without a full stop. */
  detail: string;
}

export interface DatasetReport {
  folder: string;
  images: number;
  /**
   * Class names in order with the images of each; empty for a folder without subfolders. Where some images lie
   * in subfolders and others do not, those others are a class of their own.
   */
  classes: { name: string; images: number }[];
  skipped: SkippedFile[];
  /** In the order of `imageNotes`; only those that some image has. */
  notes: ImageNotes[];
  /** Classes left out by a person, with the files of each; they were not read. */
  excludedClasses: { name: string; files: number }[];
  /** Single files left out by a person that are there. */
  excludedFiles: string[];
  /** Pictures exactly as the network will see them: all of them, or of very many an even choice. */
  preview: { pictures: Pictures; files: string[] };
}

/** Some images as one size and number of levels would show them, and what that would cost. */
export interface PictureChoice {
  size: number;
  levels: number;
  /** Null where none of the images is large enough; else those that are, in the order of `PictureChoices.files`. */
  pictures: Pictures | null;
  /** Multiplications for a picture, 1 for the settings as they are. */
  work: number;
  /** Estimated for training, the images not counted. */
  memoryBytes: number;
}

export interface PictureChoices {
  /** The images shown, the largest first. */
  files: string[];
  /** By size, then by levels; what the settings forbid is not among them. */
  choices: PictureChoice[];
}

/** What the process that trains has of the machine. */
export interface Usage {
  /** The processor, or the graphics card, that computes. */
  device: string;
  /** Of the whole process. */
  memoryBytes: number;
}

export interface Forecast {
  parameters: number;
  /** Side of the square window around a pixel that holds all earlier pixels it can depend on, in pixels. */
  receptiveField: number;
  /** Those that are not kept for validation. */
  trainingImages: number;
  stepsPerEpoch: number;
  lastStep: number;
  /** What training takes, by what computes it: of the machine's memory, or of a graphics card's own. */
  memoryBytes: { cores: number; card: number };
}

/** The memory that a training would use: the machine's, or a graphics card's own. */
export interface TrainingMemory {
  freeBytes: number;
  /** The card that would compute, if there is one. */
  card: { name: string; totalBytes: number } | null;
}

/** What a run would cost on this machine, measured with its own network. */
export interface MeasuredForecast {
  /** Median of the steps measured. */
  stepMilliseconds: number;
  steps: number;
  /** What comes once before the first step. */
  preparingMilliseconds: number;
  galleryMilliseconds: number;
  galleryPictures: number;
  /** Of the whole process, after it. */
  memoryBytes: number;
}

/** What TensorFlow computes with. */
export interface Device {
  tensorflow: string;
  kind: 'cpu' | 'gpu';
  /** The processor's or the graphics card's. */
  name: string;
  /** Ops at a time. */
  threads: number;
}

/** The weights of a training in flight, at the end of a step. */
export interface WeightsSnapshot {
  step: number;
  /** The flat vector in use: the average, where there is one. */
  weights: Float32Array;
}

export interface PixelInspection {
  x: number;
  y: number;
  /**
   * By channel, one probability a level, summing to 1. Red, green given the picture's red, blue given both; one channel
   * for grey and for a palette.
   */
  probabilities: Float32Array[];
  /** By channel, what each component of a mixture adds to them; absent where there is no mixture. */
  components?: Float32Array[][];
  /** The picture's own level there, by channel. */
  value: number[];
  /** -log2 of its probability, by channel. */
  bits: number[];
  /** By channel. */
  entropy: number[];
}

export interface CausalityReport {
  /** Pairs of variables of which the earlier or equal one feels the other: 0 is right. */
  forbidden: number;
  /** The canvas on which all pairs were tried. */
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

/** Loss series as columns, ready to draw. */
export interface LossSeries {
  steps: Float64Array;
  /** Bits per dimension. */
  training: Float64Array;
  validationSteps: Float64Array;
  validation: Float64Array;
}

/** What came of drawing an exported picture again. */
export interface Verification {
  /** The run whose weights drew it, and their step. */
  run: string;
  step: number;
  /** Values (pixels and channels) that differ: 0 when it is identical. */
  different: number;
  /** The first of them in scan order. */
  first: { x: number; y: number; found: number; drawn: number } | null;
}

/** Many pictures in the order of what they cost, the most surprising first. */
export interface Ranking {
  /** Files below the data folder, in the order of the pictures. */
  files: string[];
  /** The number of each among the images of its part. */
  indices: number[];
  pictures: Pictures;
  /** Bits per dimension of each. */
  bits: number[];
  /** Bits of each pixel, its channels added, [count, H, W]. */
  surprise: Float32Array;
  /** All there are; `files` holds the first of the ranking only. */
  total: number;
}

/** What of the masks a person can look at. */
export interface MaskedKernelView {
  /** Dotted path of the layer. */
  layer: string;
  mask: 'A' | 'B' | 'none';
  rows: number;
  columns: number;
  /** Mean size of the weights of each tap, [rows, columns]; 0 where the mask hides all of them. */
  weights: Float32Array;
  /** 1 where at least one weight of the tap lives. */
  live: Uint8Array;
}

/** How much of a completed picture was given. */
export interface Completion {
  /** Pixels that were given. */
  known: number;
  /** Known pixels after the first unknown one in raster order, which pixels drawn before them could not see. */
  unheard: number;
}

/** How one exported picture was made: all it takes to draw it again. */
export interface Provenance extends Omit<DrawingOptions, 'count' | 'grid'> {
  /** Number of the picture, which names its dice. */
  image: number;
  /** Points of the file for each pixel, in either direction. */
  scale: number;
  model: string;
  /** Name of the run's folder. */
  run: string;
  settings: Settings;
  step: number;
  /** SHA-256 of the weights that drew; empty where only the step is known. */
  checkpoint: string;
  /** [H,W]: 1 where the pixel was given and not drawn; null when all were drawn. */
  given: Uint8Array | null;
  program: string;
}
