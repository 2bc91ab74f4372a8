/**
 * The messages between the main process and a job process. A request carries an id and is answered once with a value or
 * an error; events of a request may come before its answer and carry the same id.
 */
import * as v from 'valibot';
import type { ErrorData } from '../../model/errors';
import type { Pictures, TrainingEvent } from '../../model/events';
import type { ImagePart, PictureSource } from '../../model/inspection/source';
import type { WeightsSnapshot } from '../../model/reports';
import type { Settings } from '../../model/settings';
import type { PictureSettings } from '../../model/settings/data';
import type { CallArguments, CallName, CallResult, Events } from '../api/contract';
import type { ExportOptions, GalleryOptions, PictureFormat } from '../api/gallery';
import type { Which } from '../api/inspection';
import type { ChosenModel } from '../api/run-files';
import type { RunDetail } from '../api/runs';

interface InRun {
  runFolder: string;
}
interface InGallery extends InRun {
  gallery: string;
}

/** A picture of a run to look into. The newest question wins: older ones answer `cancelled`. */
export interface InspectionRequest extends InRun {
  question: number;
  picture: PictureSource;
  /** The weights of a training in flight, which then answer instead of the last checkpoint's. */
  snapshot?: WeightsSnapshot;
}

/**
 * Requests that serve the call of their name: what the job needs to know, what it reports on the way if anything, and
 * its result where that is not the call's.
 */
interface ServedCalls {
  /** Ends early with `cancelled`. */
  scanFolder: {
    argument: { folder: string; settings: PictureSettings; excluded: string[] };
    event: Events['scanProgress'];
  };
  forecast: { argument: { images: number; classNames: string[]; settings: Settings } };
  previewChoices: {
    argument: { folder: string; settings: Settings; excluded: string[]; classNames: string[] };
  };
  /** Ends early with `cancelled`. */
  measureForecast: { argument: { classNames: string[]; settings: Settings } };
  trainingMemory: { argument: null };

  pauseTraining: { argument: null };
  continueTraining: { argument: null };
  /** Saves a checkpoint and lets `train` end as stopped. */
  stopTraining: { argument: null };
  /** Lets `train` end as stopped when the epoch is over, or takes that back. */
  stopAfterEpoch: { argument: { isWanted: boolean } };
  /** Draws samples and measures the validation images after the current step. */
  sampleNow: { argument: null };
  trainingUsage: { argument: null };
  readDevice: { argument: null };

  listValidation: { argument: InRun };
  listTraining: { argument: InRun };
  listSamples: { argument: InRun };
  readPicture: { argument: InRun & { picture: PictureSource } };
  /** One forward pass; its distributions stay with the job until a later question. */
  inspectImage: { argument: InspectionRequest };
  /** A pixel of that picture. A job that was started anew since then looks into the picture again. */
  inspectPixel: { argument: InspectionRequest & { x: number; y: number } };
  inspectLevel: { argument: InspectionRequest & { level: number } };
  /** `pictureRun` is the folder of the run that the picture belongs to. */
  compareImage: { argument: InRun & { picture: PictureSource; pictureRun: string; which: Which } };
  rankImages: { argument: InRun & { part: ImagePart }; event: Events['rankingProgress'] };
  maskKernels: { argument: InRun };
  checkMasks: { argument: InRun };
  checkCausality: { argument: InRun };

  /** Writes the gallery into the run folder at the end. Ends early with what is done. */
  draw: {
    argument: InGallery & GalleryOptions;
    event: Omit<Events['drawingProgress'], 'gallery'>;
    result: { complete: boolean };
  };
  openGallery: { argument: InGallery; result: Pictures };
  readPictures: { argument: (InGallery & { index: number })[] };
  /** Writes a contact sheet and single PNGs into `into`; answers their names. */
  exportGallery: { argument: InGallery & ExportOptions & { into: string }; result: { files: string[] } };
  /** Writes one picture of a gallery, or the animation of its making, as this file. */
  exportPicture: {
    argument: InGallery & ExportOptions & { index: number; format: PictureFormat; file: string };
    result: null;
  };
  readProvenance: { argument: { file: string } };
  verifyPicture: { argument: { file: string; library: string } };

  openRun: { argument: InRun; result: RunDetail['losses'] };
  lossStretch: { argument: InRun & { from: number; to: number } };
  /** Writes the run's folder, or its weights alone, as one file. */
  exportRun: { argument: InRun & { file: string }; result: null };
  exportModel: { argument: InRun & { file: string }; result: null };
  /** Makes a run's folder of such a file. */
  importRun: { argument: InRun & { file: string }; result: null };
  importModel: {
    argument: InRun & { file: string } & CallArguments<'importModel'>[1];
    result: null;
  };
  /** What a file of weights says of its model. */
  chooseModel: { argument: { file: string }; result: ChosenModel['told'] };
}

/** Requests that serve no call alone. */
interface OwnRequests {
  /** Trains from the start (the folder's run.json is already written) or goes on from its last checkpoint. */
  train: {
    /** `checkpoint`: the step of an earlier one to go on from; `dataFolder`: where the images are now. */
    argument: InRun & { resume: boolean; checkpoint?: number; dataFolder?: string };
    event: TrainingEvent[];
    result: null;
  };
  /** The weights after the current step; null when nothing is trained. */
  snapshot: { argument: null; result: WeightsSnapshot | null };
  /** Ends the request of this id as soon as it can; that request answers, this one is never refused. */
  cancel: { argument: { request: number }; result: null };
}

type Requests = ServedCalls & OwnRequests;

/** Name -> what a job can be asked, what it reports on the way, what it answers. */
export type JobRequests = {
  [N in keyof Requests]: {
    argument: Requests[N]['argument'];
    event: Requests[N] extends { event: infer Event } ? Event : never;
    result: Requests[N] extends { result: infer Result }
      ? Result
      : N extends CallName
        ? CallResult<N>
        : never;
  };
};

export type JobRequestName = keyof JobRequests;

export type ToJob = {
  [N in JobRequestName]: { id: number; name: N; argument: JobRequests[N]['argument'] };
}[JobRequestName];

const id = v.pipe(v.number(), v.safeInteger());

/** Whether a message has the form of a request; its service reads the argument. */
export function isToJob(value: unknown): value is ToJob {
  return v.is(v.object({ id, name: v.string(), argument: v.optional(v.unknown()) }), value);
}

export type FromJob =
  | { type: 'ready'; pid: number }
  | { type: 'event'; id: number; event: unknown }
  | { type: 'value'; id: number; value: unknown }
  | { type: 'error'; id: number; error: ErrorData };

const fromJob = v.variant('type', [
  v.object({ type: v.literal('ready'), pid: v.number() }),
  v.object({ type: v.literal('event'), id, event: v.optional(v.unknown()) }),
  v.object({ type: v.literal('value'), id, value: v.optional(v.unknown()) }),
  v.object({ type: v.literal('error'), id, error: v.object({ code: v.string(), facts: v.looseObject({}) }) }),
]);

/** Whether a message has the form of an answer. */
export function isFromJob(value: unknown): value is FromJob {
  return v.is(fromJob, value);
}
