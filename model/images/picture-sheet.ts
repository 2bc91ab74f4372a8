/** Many pictures in one nearly square PNG file, with lines between them and their layout as a text chunk. */
import * as v from 'valibot';
import { StudioError } from '../errors';
import type { Pictures } from '../events';
import { parseJson } from '../files/json-file';
import { mostSheetSide } from '../limits';
import { encodePng, readPng } from './decoding/image-codec';
import { levelsOfShownColours, shownChannels, shownColours } from './pixel-levels';
import { readPngText } from './png-text';
import { drawLabels, labelRoom, type LabelRoom, type SheetLabels } from './sheet-labels';

const gapValue = 128;
const measuresName = 'Pictures';

interface Layout {
  /** Points of the file per pixel of a picture, in each direction; 1 by default. */
  scale?: number;
  /** Pictures in a row; by default the sheet is nearly square. */
  columns?: number;
}

interface Labelled extends Layout {
  /** Words beside the rows and above the columns. */
  labels?: SheetLabels;
}

type Measures = Omit<Pictures, 'pixels'> & Required<Layout> & LabelRoom;

/**
 * Encodes pictures as a sheet.
 * @param texts further text chunks
 * @param layout whole numbers; each pixel becomes a square of side `scale`, so nothing is blurred
 * @returns the bytes of the file
 */
export async function encodeSheet(
  pictures: Pictures,
  texts: Readonly<Record<string, string>> = {},
  { scale = 1, columns = nearSquare(pictures.count), labels }: Labelled = {},
): Promise<Buffer> {
  const { pixels, ...sizes } = pictures;
  const room = labels ? labelRoom(labels) : { left: 0, top: 0 };
  const measures: Measures = { ...sizes, scale, columns, ...room };
  const sheet = layOut(measures);
  const shown = shownColours(pixels, pictures);
  const channels = shownChannels(pictures);
  const values = new Uint8Array(sheet.height * sheet.width * channels).fill(gapValue);
  if (labels) {
    const words = await drawLabels(labels, room, sheet.cell, sheet);
    eachLabelPoint(measures, sheet, (point) => {
      values.fill(words[point] as number, point * channels, (point + 1) * channels);
    });
  }
  eachPoint(measures, (pixel, point) => {
    values[point] = shown[pixel] as number;
  });
  const dimensions = { height: sheet.height, width: sheet.width, channels } as const;
  return encodePng(values, dimensions, { ...texts, [measuresName]: JSON.stringify(measures) });
}

/**
 * The pictures of a file that `encodeSheet` made, level for level.
 * @throws StudioError file-unreadable, image-unreadable
 */
export async function readSheet(file: string): Promise<Pictures> {
  const { values, ...dimensions } = await readPng(file);
  const measures = parseMeasures(readPngText(file)[measuresName]);
  const sheet = measures && layOut(measures);
  if (!measures || sheet?.height !== dimensions.height || sheet.width !== dimensions.width) {
    throw new StudioError('image-unreadable', {
      file,
      reason: 'It does not describe the layout of its pictures',
    });
  }
  const { count, height, width, channels, levels, palette } = measures;
  const sizes = { count, height, width, channels, levels, ...(palette && { palette }) };
  const shown = new Uint8Array(count * height * width * shownChannels(sizes));
  eachPoint(measures, (pixel, point) => {
    shown[pixel] = values[point] as number;
  });
  return { ...sizes, pixels: levelsOfShownColours(shown, sizes) };
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostSheetSide));
const side = v.pipe(whole, v.minValue(1));
const measuresSchema = v.pipe(
  v.object({
    count: side,
    height: side,
    width: side,
    channels: v.picklist([1, 3]),
    levels: v.pipe(whole, v.minValue(2), v.maxValue(256)),
    palette: v.exactOptional(v.array(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)))),
    scale: side,
    // Sheets of earlier versions lack these: they are nearly square and have no labels.
    columns: v.optional(side),
    left: v.optional(whole, 0),
    top: v.optional(whole, 0),
  }),
  v.check(({ levels, palette }) => !palette || palette.length === levels),
);

function parseMeasures(text = ''): Measures | undefined {
  try {
    const read = v.parse(measuresSchema, parseJson(text));
    return { ...read, columns: read.columns ?? nearSquare(read.count) };
  } catch {
    return undefined;
  }
}

function nearSquare(count: number): number {
  return Math.ceil(Math.sqrt(count));
}

function layOut({ count, height, width, scale, columns, left, top }: Measures) {
  const rows = Math.ceil(count / columns);
  const cell = { height: (height + 1) * scale, width: (width + 1) * scale };
  return {
    columns,
    cell,
    height: top + rows * cell.height - scale,
    width: left + columns * cell.width - scale,
  };
}

/**
 * Visits every point of the sheet that belongs to a picture, with the indices of its value in the pictures and the
 * sheet.
 */
function eachPoint(measures: Measures, visit: (pixel: number, point: number) => void): void {
  const { count, height, width, scale } = measures;
  const channels = shownChannels(measures);
  const { columns, cell, width: sheetWidth } = layOut(measures);
  for (let n = 0; n < count; n++) {
    const top = measures.top + Math.floor(n / columns) * cell.height;
    const left = measures.left + (n % columns) * cell.width;
    for (let y = 0; y < height * scale; y++) {
      const line = (n * height + Math.floor(y / scale)) * width;
      for (let x = 0; x < width * scale; x++) {
        const pixel = (line + Math.floor(x / scale)) * channels;
        const point = ((top + y) * sheetWidth + left + x) * channels;
        for (let channel = 0; channel < channels; channel++) visit(pixel + channel, point + channel);
      }
    }
  }
}

/** Visits every point that is reserved for labels. */
function eachLabelPoint(
  { left, top }: LabelRoom,
  { height, width }: { height: number; width: number },
  visit: (point: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < (y < top ? width : left); x++) visit(y * width + x);
  }
}
