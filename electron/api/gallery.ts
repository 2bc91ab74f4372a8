/** Drawing pictures, keeping them, and bringing them out. */
import * as v from 'valibot';
import type { Pictures } from '../../model/events';
import type { GalleryRecord, shownEntries } from '../../model/gallery/gallery-record';
import { mostPicturesOfRow, mostRows } from '../../model/limits';
import type { Completion, Provenance, Verification } from '../../model/reports';
import { pictureSource } from '../../model/inspection/source';
import { drawingOptions, galleryGrid } from '../../model/sampling/drawing-options';
import { bytes, runId, text } from '../../model/files/record-parts';
import { call, count, event } from './declare';

const picture = v.object({ run: runId, gallery: runId, index: count });
const pictureFormat = v.picklist(['png', 'apng', 'gif']);
export type PictureFormat = v.InferOutput<typeof pictureFormat>;
const exportOptions = v.object({
  scale: v.pipe(count, v.minValue(1), v.maxValue(64)),
  metadata: v.boolean(),
});

export type ExportOptions = v.InferOutput<typeof exportOptions>;

const side = v.optional(v.pipe(drawingOptions.height, v.maxValue(256)));
const galleryOptions = {
  ...drawingOptions,
  /** Pictures of each row. */
  count: v.pipe(drawingOptions.count, v.maxValue(mostPicturesOfRow)),
  /** The run's size by default. */
  height: side,
  width: side,
  /** `count` pictures for each value, all rows with the same dice. */
  grid: v.nullable(
    v.pipe(
      galleryGrid,
      v.check(({ values }) => values.length <= mostRows, `at most ${mostRows} rows`),
    ),
  ),
  className: v.nullable(text),
  /** A picture of which only the pixels marked 1 (raster order) are drawn; the others stay. */
  completion: v.nullable(v.object({ picture: pictureSource, unknown: bytes })),
};
/** What a person chooses about a gallery to be drawn. */
export type GalleryOptions = v.InferOutput<v.ObjectSchema<typeof galleryOptions, undefined>>;
const drawing = v.object({ run: runId, ...galleryOptions });

/** Pictures being drawn: all of them so far, unfinished pixels at level 0, `done` pixels of each finished. */
export interface DrawingProgress {
  gallery: string;
  done: number;
  total: number;
  pictures: Pictures;
}

/** A gallery as gallery.json describes it, for its list and its details. */
export interface GallerySummary extends Pick<GalleryRecord, (typeof shownEntries)[number]> {
  run: string;
  /** Set when only a part was drawn. */
  completion: Completion | null;
  /** 1 where a pixel was given and not drawn, in raster order; null when all were drawn. */
  given: number[] | null;
}

/** A gallery in a list of all: what was given of completed pictures would make it long. */
export type FoundGallery = Omit<GallerySummary, 'given'>;

export const drawingCalls = {
  draw: call<string>()(drawing),
  cancelDrawing: call()(),
  /** The same for pictures that grow from a step of another, beside whatever else is drawn. */
  growSiblings: call<string>()(drawing),
  cancelSiblings: call()(),
};

export const galleryCalls = {
  listGalleries: call<GallerySummary[]>()(runId),
  openGallery: call<{ summary: GallerySummary; pictures: Pictures }>()(runId, runId),
  starPicture: call()(picture, v.boolean()),
  deleteGallery: call()(runId, runId),
};

export const galleryExportCalls = {
  exportGallery: call<{ folder: string; files: string[] } | null>()(runId, runId, exportOptions),
  exportPicture: call<string | null>()(picture, pictureFormat, exportOptions),
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
