/**
 * The messages between the main process and a job process. A request has an id and is answered once, with a value or an
 * error; before its answer it may send events with the same id.
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

/** A picture to inspect with a run. The newest question wins: older ones are answered with `cancelled`. */
export interface InspectionRequest extends InRun {
  question: number;
  picture: PictureSource;
  /** The weights of a running training, used instead of the last checkpoint's. */
  snapshot?: WeightsSnapshot;
}

/**
 * Requests that serve the call of their name: the argument, the events if any, and the result if it differs from the
 * call's.
 */
interface ServedCalls {
  /** Rejects with `cancelled` when it is ended early. */
  scanFolder: {
    argument: { folder: string; settings: PictureSettings; excluded: string[] };
    event: Events['scanProgress'];
  };
  forecast: { argument: { images: number; classNames: string[]; settings: Settings } };
  previewChoices: {
    argument: { folder: string; settings: Settings; excluded: string[]; classNames: string[] };
  };
  /** Rejects with `cancelled` when it is ended early. */
  measureForecast: { argument: { classNames: string[]; settings: Settings } };
  trainingMemory: { argument: null };

  pauseTraining: { argument: null };
  continueTraining: { argument: null };
  /** Saves a checkpoint and lets `train` end as stopped. */
  stopTraining: { argument: null };
  /** Lets `train` end as stopped at the end of the epoch, or cancels this. */
  stopAfterEpoch: { argument: { isWanted: boolean } };
  /** Draws samples and evaluates after the current step. */
  sampleNow: { argument: null };
  trainingUsage: { argument: null };
  readDevice: { argument: null };

  listValidation: { argument: InRun };
  listTraining: { argument: InRun };
  listSamples: { argument: InRun };
  readPicture: { argument: InRun & { picture: PictureSource } };
  /** Runs one forward pass; the job keeps its distributions until a later question. */
  inspectImage: { argument: InspectionRequest };
  /** Returns the distributions at a pixel. A job that was restarted since then inspects the picture again. */
  inspectPixel: { argument: InspectionRequest & { x: number; y: number } };
  inspectLevel: { argument: InspectionRequest & { level: number } };
  /** `pictureRun` is the folder of the run that the picture belongs to. */
  compareImage: { argument: InRun & { picture: PictureSource; pictureRun: string; which: Which } };
  rankImages: { argument: InRun & { part: ImagePart }; event: Events['rankingProgress'] };
  maskKernels: { argument: InRun };
  checkMasks: { argument: InRun };
  checkCausality: { argument: InRun };

  /** Writes the gallery into the run folder at the end, with the pictures so far if it is ended early. */
  draw: {
    argument: InGallery & GalleryOptions;
    event: Omit<Events['drawingProgress'], 'gallery'>;
    result: { complete: boolean };
  };
  openGallery: { argument: InGallery; result: Pictures };
  readPictures: { argument: (InGallery & { index: number })[] };
  /** Writes a contact sheet and single PNGs into `into`, and returns their names. */
  exportGallery: { argument: InGallery & ExportOptions & { into: string }; result: { files: string[] } };
  /** Writes one picture of a gallery, or the animation of its drawing, as this file. */
  exportPicture: {
    argument: InGallery & ExportOptions & { index: number; format: PictureFormat; file: string };
    result: null;
  };
  readProvenance: { argument: { file: string } };
  verifyPicture: { argument: { file: string; library: string } };

  openRun: { argument: InRun; result: RunDetail['losses'] };
  lossStretch: { argument: InRun & { from: number; to: number } };
  /** Writes the run's folder as one file. */
  exportRun: { argument: InRun & { file: string }; result: null };
  /** Writes the run's weights as one file. */
  exportModel: { argument: InRun & { file: string }; result: null };
  /** Creates a run's folder from such a file. */
  importRun: { argument: InRun & { file: string }; result: null };
  importModel: {
    argument: InRun & { file: string } & CallArguments<'importModel'>[1];
    result: null;
  };
  /** Returns the description of the model in a file of weights. */
  chooseModel: { argument: { file: string }; result: ChosenModel['described'] };
}

/** Requests that have no call of their own. */
interface OwnRequests {
  /** Trains from the start (run.json exists already) or resumes from the last checkpoint. */
  train: {
    /** `checkpoint`: the step of an earlier one to resume from; `dataFolder`: the new folder of the images. */
    argument: InRun & { resume: boolean; checkpoint?: number; dataFolder?: string };
    event: TrainingEvent[];
    result: null;
  };
  /** Returns the weights after the current step; null if nothing is being trained. */
  snapshot: { argument: null; result: WeightsSnapshot | null };
  /** Ends the request of this id early. That request is answered too; this one never fails. */
  cancel: { argument: { request: number }; result: null };
}

type Requests = ServedCalls & OwnRequests;

/** All requests by name: argument, event and result. */
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

/** Whether a message has the form of a request; its argument is not checked. */
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
