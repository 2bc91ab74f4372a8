/**
 * What the main process and a job process say to each other. A request carries an id and is answered once with a
 * value or an error; events of a request may come before its answer and carry the same id.
 */
import type { ErrorData } from '../../model/errors';
import type { Pictures, TrainingEvent } from '../../model/events';
import type { Settings } from '../../model/settings';
import type { PictureSettings } from '../../model/settings/data';
import type {
  CausalityReport,
  DatasetReport,
  Device,
  Forecast,
  LossSeries,
  Provenance,
  MaskCheck,
  MaskedKernelView,
  MeasuredForecast,
  PictureChoices,
  PixelInspection,
  Ranking,
  TrainingMemory,
  Usage,
  Verification,
  WeightsSnapshot,
} from '../../model/reports';
import type { GalleryOptions } from '../api/gallery';
import type { Comparison, PictureSource, SamplePictures, TrainingPictures, Which } from '../api/inspection';
import type { ChosenModel } from '../api/run-files';

/** Name -> what a job can be asked, what it tells on the way, what it answers. */
export interface JobRequests {
  /** Reads a folder as the network will see it. Ends early with `cancelled`. */
  scan: {
    argument: { folder: string; settings: PictureSettings; excluded: string[] };
    event: { done: number; total: number };
    result: DatasetReport;
  };
  forecast: {
    argument: { images: number; classNames: string[]; settings: Settings };
    event: never;
    result: Forecast;
  };
  /** Images of a folder at every size and number of levels. */
  pictureChoices: {
    argument: { folder: string; settings: Settings; excluded: string[]; classNames: string[] };
    event: never;
    result: PictureChoices;
  };
  /** Trains from the start (the folder's run.json is already written) or goes on from its last checkpoint. */
  train: {
    /** `checkpoint`: the step of an earlier one to go on from; `dataFolder`: where the images are now. */
    argument: { runFolder: string; resume: boolean; checkpoint?: number; dataFolder?: string };
    event: TrainingEvent[];
    result: null;
  };
  pause: { argument: null; event: never; result: null };
  continue: { argument: null; event: never; result: null };
  /** Lets `train` end as stopped when the epoch is over, or takes that back. */
  stopAfterEpoch: { argument: { isWanted: boolean }; event: never; result: null };
  /** Draws samples and measures the validation images after the current step. */
  sampleNow: { argument: null; event: never; result: null };
  /** What TensorFlow computes with. */
  device: { argument: null; event: never; result: Device };
  trainingMemory: { argument: null; event: never; result: TrainingMemory };
  usage: { argument: null; event: never; result: Usage };
  /** The weights after the current step; null when nothing is trained. */
  snapshot: { argument: null; event: never; result: WeightsSnapshot | null };
  /** Takes some steps and draws a gallery with such a network. Ends early with `cancelled`. */
  measureForecast: {
    argument: { classNames: string[]; settings: Settings };
    event: never;
    result: MeasuredForecast;
  };
  /** Saves a checkpoint and lets `train` end as stopped. */
  stop: { argument: null; event: never; result: null };
  /** The validation pictures of a run. */
  validation: { argument: { runFolder: string }; event: never; result: Pictures };
  /** The first pictures that the run learns from, and how many there are. */
  training: { argument: { runFolder: string }; event: never; result: TrainingPictures };
  /** The newest sample pictures of a run; null before there are any. */
  samples: { argument: { runFolder: string }; event: never; result: SamplePictures | null };
  /** One picture as the run's network sees it. */
  picture: { argument: { runFolder: string; picture: InspectedPicture }; event: never; result: Pictures };
  /** One forward pass; its distributions stay with the job until a later question. */
  inspect: {
    argument: Look;
    event: never;
    result: {
      step: number;
      className: string;
      pictures: Pictures;
      surprise: Float32Array;
      entropy: Float32Array;
      expected: Float32Array;
      likeliest: Uint8Array;
      bitsPerDim: number;
    };
  };
  level: { argument: Look & { level: number }; event: never; result: Float32Array };
  compare: {
    argument: { runFolder: string; picture: InspectedPicture; pictureRun: string; which: Which };
    event: never;
    result: Comparison;
  };
  rank: {
    argument: { runFolder: string; part: 'training' | 'validation' };
    event: { done: number; total: number };
    result: Ranking;
  };
  maskKernels: { argument: { runFolder: string }; event: never; result: MaskedKernelView[] };
  readProvenance: { argument: { file: string }; event: never; result: Provenance };
  verify: { argument: { file: string; library: string }; event: never; result: Verification };
  /** A pixel of that picture. A job that was started anew since then looks into the picture again. */
  pixel: { argument: Look & { x: number; y: number }; event: never; result: PixelInspection };
  checkMasks: { argument: { runFolder: string }; event: never; result: MaskCheck };
  checkCausality: { argument: { runFolder: string }; event: never; result: CausalityReport };
  /** Draws pictures; writes the gallery into the run folder at the end. Ends early with what is done. */
  draw: {
    argument: GalleryOptions & { runFolder: string; gallery: string };
    event: { done: number; total: number; pictures: Pictures };
    result: { complete: boolean };
  };
  /** The pictures of a stored gallery. */
  readGallery: { argument: { runFolder: string; gallery: string }; event: never; result: Pictures };
  /** Some pictures of any galleries, each alone. */
  readPictures: {
    argument: { runFolder: string; gallery: string; index: number }[];
    event: never;
    result: (Pictures | null)[];
  };
  /** Writes a contact sheet and single PNGs with their metadata into `into`; answers their names. */
  exportGallery: {
    argument: { runFolder: string; gallery: string; into: string; scale: number; metadata: boolean };
    event: never;
    result: { files: string[] };
  };
  /** Writes one picture of a gallery, or the animation of its making, as this file. */
  exportPicture: {
    argument: {
      runFolder: string;
      gallery: string;
      index: number;
      format: 'png' | 'apng' | 'gif';
      scale: number;
      metadata: boolean;
      file: string;
    };
    event: never;
    result: null;
  };
  /** A run's losses so far. */
  history: { argument: { runFolder: string }; event: never; result: LossSeries };
  /** Writes the run's folder, or its weights alone, as one file. */
  packRun: { argument: { runFolder: string; file: string }; event: never; result: null };
  exportModel: { argument: { runFolder: string; file: string }; event: never; result: null };
  /** Makes a run's folder of such a file. */
  unpackRun: { argument: { file: string; runFolder: string }; event: never; result: null };
  /** What a file of weights says of its model. */
  describeModel: { argument: { file: string }; event: never; result: ChosenModel['told'] };
  importModel: {
    argument: { file: string; runFolder: string; name: string; size: number | null };
    event: never;
    result: null;
  };
  /** Ends the request of this id as soon as it can; that request answers, this one is never refused. */
  cancel: { argument: { request: number }; event: never; result: null };
}

/** A picture of a run to look into. The newest question wins: older ones answer `cancelled`. */
export interface Look {
  question: number;
  runFolder: string;
  picture: InspectedPicture;
  /** The weights of a training in flight, which then answer instead of the last checkpoint's. */
  snapshot?: WeightsSnapshot;
}

export type InspectedPicture = PictureSource;

export type JobRequestName = keyof JobRequests;

export type ToJob = {
  [N in JobRequestName]: { id: number; name: N; argument: JobRequests[N]['argument'] };
}[JobRequestName];

export type FromJob =
  | { type: 'ready'; pid: number }
  | { type: 'event'; id: number; event: unknown }
  | { type: 'value'; id: number; value: unknown }
  | { type: 'error'; id: number; error: ErrorData };
