/** Calls for galleries: drawing, listing, finding and exporting pictures. */
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
  /** The number of pictures of each row. */
  count: v.pipe(drawingOptions.count, v.maxValue(mostPicturesOfRow)),
  /** By default the run's size. */
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
  /** A picture in which only the pixels marked 1 (raster order) are drawn; the others are kept. */
  completion: v.nullable(v.object({ picture: pictureSource, unknown: bytes })),
};
/** The options of a gallery that a person chooses. */
export type GalleryOptions = v.InferOutput<v.ObjectSchema<typeof galleryOptions, undefined>>;
const drawing = v.object({ run: runId, ...galleryOptions });

/** The progress of a drawing, with all pictures so far; unfinished pixels have level 0. */
export interface DrawingProgress {
  gallery: string;
  done: number;
  total: number;
  pictures: Pictures;
}

/** A gallery as gallery.json describes it, for its list and its details. */
export interface GallerySummary extends Pick<GalleryRecord, (typeof shownEntries)[number]> {
  run: string;
  /** Set if only a part was drawn. */
  completion: Completion | null;
  /** 1 where a pixel was given and not drawn, in raster order; null if all were drawn. */
  given: number[] | null;
}

/** A gallery in the list of all galleries, without the large mask of given pixels. */
export type FoundGallery = Omit<GallerySummary, 'given'>;

export const drawingCalls = {
  draw: call<string>()(drawing),
  cancelDrawing: call()(),
  /** Draws other continuations of a picture from one of its steps, independently of `draw`. */
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
  /** Ends an export early; what it has written is removed. */
  cancelExport: call()(),
  /** Reads the provenance of an exported picture. The file must have been chosen or dropped. */
  readProvenance: call<Provenance>()(text),
  /** Draws an exported picture again and compares. */
  verifyPicture: call<Verification>()(text),
};

export const galleryFinderCalls = {
  /** Lists the galleries of all runs. */
  listAllGalleries: call<FoundGallery[]>()(),
  /** Reads some pictures of any galleries; null for each one that cannot be read. */
  readPictures: call<(Pictures | null)[]>()(v.pipe(v.array(picture), v.maxLength(512))),
};

export const pictureDragCalls = {
  /** Writes a picture as a temporary file to be dragged out of the window. */
  prepareDrag: call<string>()(picture, exportOptions),
  /** Starts dragging such a file with the mouse. */
  startDrag: call()(text),
};

export const galleryEvents = {
  drawingProgress: event<DrawingProgress>(),
  siblingsProgress: event<DrawingProgress>(),
};
