/** Drawing pictures, keeping them, and bringing them out. */
import * as v from 'valibot';
import type { Pictures } from '../../model/events';
import type { Provenance, Verification } from '../../model/reports';
import { bytes, call, count, event, runId, text } from './declare';
import { pictureSource } from './inspection';

const picture = v.object({ run: runId, gallery: runId, index: count });
const exportOptions = v.object({
  scale: v.pipe(count, v.minValue(1), v.maxValue(64)),
  metadata: v.boolean(),
});

const start = v.picklist(['blank', 'noise']);
const drawing = v.object({
  run: runId,
  count: v.pipe(count, v.minValue(1), v.maxValue(1024)),
  seed: count,
  temperature: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  start,
  /** How many of the likeliest levels are drawn from, 0 for all; and the share they must reach together, 1 for all. */
  topK: v.pipe(count, v.maxValue(256)),
  topP: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** The run's size by default. */
  height: v.optional(v.pipe(count, v.minValue(1), v.maxValue(256))),
  width: v.optional(v.pipe(count, v.minValue(1), v.maxValue(256))),
  /** `count` pictures for each value, all rows with the same dice. */
  grid: v.nullable(
    v.object({
      kind: v.picklist(['temperature', 'class', 'checkpoint']),
      values: v.pipe(v.array(text), v.minLength(1), v.maxLength(32)),
    }),
  ),
  /** One class for all pictures, or null: a network that knows classes then takes them in turn. */
  className: v.nullable(text),
  /** A picture of which only the pixels marked 1 (raster order) are drawn; the others stay. */
  completion: v.nullable(v.object({ picture: pictureSource, unknown: bytes })),
});
export type Drawing = v.InferOutput<typeof drawing>;

/** Pictures being drawn: all of them so far, unfinished pixels at level 0, `done` pixels of each finished. */
export interface DrawingProgress {
  gallery: string;
  done: number;
  total: number;
  pictures: Pictures;
}

/** What of a completed picture was given. */
export interface Completion {
  /** Pixels that were given. */
  known: number;
  /** Those of them after the first unknown one in scan order: what was drawn before them could not see them. */
  unheard: number;
}

export interface GallerySummary {
  id: string;
  run: string;
  created: number;
  count: number;
  seed: number;
  temperature: number;
  start: 'blank' | 'noise';
  className: string | null;
  /** Set when only a part was drawn. */
  completion: Completion | null;
  /** Set when rows of pictures compare something; the pictures lie row by row. */
  grid: { kind: 'temperature' | 'class' | 'checkpoint'; values: string[] } | null;
  /** Places of the pictures that a person marked. */
  stars: number[];
  topK: number;
  topP: number;
  height: number;
  width: number;
  /** Name of the run, and the version that drew. */
  model: string;
  program: string;
  step: number;
  /** Number of the first picture of each row, which names its dice. */
  firstImage: number;
  /** 1 where a pixel was given and not drawn, in raster order; null when all were drawn. */
  given: number[] | null;
  /** Whether the person cancelled: then `count` pictures may be unfinished. */
  complete: boolean;
}

/** A gallery in a list of all: what was given of completed pictures would make it long. */
export type FoundGallery = Omit<GallerySummary, 'given'>;

export const galleryCalls = {
  draw: call<string>()(drawing),
  cancelDrawing: call()(),
  /** The same for pictures that grow from a step of another, beside whatever else is drawn. */
  growSiblings: call<string>()(drawing),
  cancelSiblings: call()(),
  listGalleries: call<GallerySummary[]>()(runId),
  openGallery: call<{ summary: GallerySummary; pictures: Pictures }>()(runId, runId),
  starPicture: call()(picture, v.boolean()),
  deleteGallery: call()(runId, runId),
};

export const galleryExportCalls = {
  exportGallery: call<{ folder: string; files: string[] } | null>()(runId, runId, exportOptions),
  exportPicture: call<string | null>()(picture, v.picklist(['png', 'apng', 'gif']), exportOptions),
  /** How an exported picture was made. The file must have been chosen or dropped. */
  readProvenance: call<Provenance>()(text),
  /** Draws it again and compares. */
  verifyPicture: call<Verification>()(text),
};

export const galleryFinderCalls = {
  /** Those of all runs. */
  listAllGalleries: call<FoundGallery[]>()(),
  /** Some pictures of any galleries, each alone; null for one that cannot be read. */
  readPictures: call<(Pictures | null)[]>()(v.pipe(v.array(picture), v.maxLength(512))),
};

export const pictureDragCalls = {
  /** Writes a picture as a file that may be dragged out of the window; it is gone when the program ends. */
  prepareDrag: call<string>()(picture, exportOptions),
  /** Lets the mouse, which is down on it, carry such a file. */
  startDrag: call()(text),
};

export const galleryEvents = {
  drawingProgress: event<DrawingProgress>(),
  siblingsProgress: event<DrawingProgress>(),
};
