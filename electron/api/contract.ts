/**
 * The contract between the page and the program: every call the page can make and every event it can receive. Each
 * feature declares its own in the file of its name; preload, handlers and page take names and types from here.
 */
import type { ErrorData } from '../../model/errors';
import { datasetCalls, datasetEvents, forecastCalls, preloadCalls, type Dropped } from './datasets';
import type { ArgumentsOf, HandlersOf, PayloadOf, ResultOf } from './declare';
import {
  drawingCalls,
  galleryCalls,
  galleryEvents,
  galleryExportCalls,
  galleryFinderCalls,
  pictureDragCalls,
} from './gallery';
import { causalityCalls, inspectionCalls, inspectionEvents, runPictureCalls } from './inspection';
import { libraryFolderCalls, logCalls, programCalls, programEvents } from './program';
import { runFileCalls, runFileEvents } from './run-files';
import { runCalls, runEvents } from './runs';
import { trainingCalls, trainingEvents } from './training';

export const calls = {
  ...datasetCalls,
  ...forecastCalls,
  ...trainingCalls,
  ...runCalls,
  ...runFileCalls,
  ...runPictureCalls,
  ...inspectionCalls,
  ...causalityCalls,
  ...drawingCalls,
  ...galleryCalls,
  ...galleryExportCalls,
  ...galleryFinderCalls,
  ...pictureDragCalls,
  ...programCalls,
  ...libraryFolderCalls,
  ...logCalls,
};

/** The page's calls and the preload's. */
export const servedCalls = { ...calls, ...preloadCalls };

export const events = {
  ...datasetEvents,
  ...trainingEvents,
  ...runEvents,
  ...runFileEvents,
  ...inspectionEvents,
  ...galleryEvents,
  ...programEvents,
};

export type CallName = keyof typeof calls;
export type CallArguments<N extends CallName> = ArgumentsOf<(typeof calls)[N]>;
export type CallResult<N extends CallName> = ResultOf<(typeof calls)[N]>;
export type Handlers = HandlersOf<typeof servedCalls>;

/** The events that the program sends to the page, by name. */
export type Events = { [N in keyof typeof events]: PayloadOf<(typeof events)[N]> };

/** Sends an event to the page. */
export type Emit = <N extends keyof Events>(name: N, payload: Events[N]) => void;

/** The answer to a call. Errors are data, since Electron transfers only the text of a thrown error. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorData };

/** `window.studio`, made by preload. The page's studio.ts turns the errors of answers into rejections. */
export interface StudioBridge {
  call<N extends CallName>(name: N, ...args: CallArguments<N>): Promise<Answer<CallResult<N>>>;
  /** Returns the function that ends the subscription. */
  on<N extends keyof Events>(name: N, listener: (payload: Events[N]) => void): () => void;
  /** What was dropped on the window last, which the page may use from then on; null if it was no file or folder. */
  takeDropped(): Promise<Answer<Dropped | null>>;
}
