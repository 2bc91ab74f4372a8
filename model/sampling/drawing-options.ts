/**
 * The options of a drawing, declared once as schemas: what the page asks for, what a job is sent, what gallery.json keeps
 * and what an exported picture says of itself take their fields from here. Plain Node, and old enough for the oldest
 * Electron's main process.
 */
import * as v from 'valibot';
import { count, finite, text } from '../files/record-parts';
import { mostPictures } from '../limits';
import { forEachOption, shapingOptions, type ShapingName } from '../likelihood/shaping-options';

const side = v.pipe(count, v.minValue(1), v.maxValue(4096));

/** What the rows of a gallery compare, and the value of each: temperatures, classes, steps of checkpoints. */
export const galleryGrid = v.object({
  kind: v.picklist(['temperature', 'class', 'checkpoint']),
  values: v.pipe(v.array(text), v.minLength(1)),
});
export type GalleryGrid = v.InferOutput<typeof galleryGrid>;

type NumberSchema = v.GenericSchema<number>;
type OptionalNumber = v.OptionalSchema<NumberSchema, number>;

function shapingSchema(name: ShapingName): NumberSchema | OptionalNumber {
  const { min, max, isWhole, neutral, isOldest } = shapingOptions[name];
  const inRange = v.pipe(isWhole ? count : finite, v.minValue(min), v.maxValue(max));
  return isOldest ? inRange : v.optional(inRange, neutral);
}

const shapingSchemas = forEachOption(shapingSchema) as {
  [N in ShapingName]: (typeof shapingOptions)[N]['isOldest'] extends true ? NumberSchema : OptionalNumber;
};

/** Earlier versions do not name what they could not do. */
export const drawingOptions = {
  /** Pictures of all rows together. */
  count: v.pipe(count, v.minValue(1), v.maxValue(mostPictures)),
  height: side,
  width: side,
  seed: v.pipe(count, v.maxValue(2 ** 32 - 1)),
  ...shapingSchemas,
  /** The network's input where nothing is drawn yet: level 0, or random levels. Correct masks hide both. */
  start: v.picklist(['blank', 'noise']),
  /** The class of all pictures; null: the network knows none, or the pictures take its classes in turn. */
  className: v.optional(v.nullable(text), null),
  /** Set when rows of pictures compare something under the same dice. */
  grid: v.optional(v.nullable(galleryGrid), null),
};

/** How the pictures of a gallery are drawn. */
export type DrawingOptions = v.InferOutput<v.ObjectSchema<typeof drawingOptions, undefined>>;

export const drawingOptionNames = Object.keys(drawingOptions) as (keyof DrawingOptions)[];

/** The network's input where nothing is drawn yet. */
export type Start = DrawingOptions['start'];
