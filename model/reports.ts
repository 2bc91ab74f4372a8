/** What the engine answers when asked, as plain data that crosses processes. */
import type { Pictures, SkipReason } from './events';

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
   * in subfolders and others do not, those others are the class ''.
   */
  classes: { name: string; images: number }[];
  skipped: SkippedFile[];
  /** Up to 48 pictures, evenly picked, exactly as the network will see them. */
  preview: { pictures: Pictures; files: string[] };
}

export interface Forecast {
  parameters: number;
  /** Side of the square window around a pixel that holds all earlier pixels it can depend on, in pixels. */
  receptiveField: number;
  stepsPerEpoch: number;
  lastStep: number;
  memoryBytes: number;
  availableBytes: number;
}

export interface PixelInspection {
  x: number;
  y: number;
  /**
   * By channel, one probability a level, summing to 1. Red, green given the picture's red, blue given both; one channel
   * for grey and for a palette.
   */
  probabilities: Float32Array[];
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
  /** For one pixel which others have a say in it: 1 or 0 for each, in raster order. */
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
  steps: number[];
  /** Bits per dimension. */
  training: number[];
  validationSteps: number[];
  validation: number[];
}
