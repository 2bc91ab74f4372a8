/** Writes the provenance of pictures as texts in exported PNG files, and reads it back. */
import { drawnAs } from './drawn-as';
import { StudioError } from '../errors';
import { parseJson } from '../files/json-file';
import type { GalleryRecord } from './gallery-record';
import { readPngSize, readPngText } from '../images/png-text';
import { forEachOption, shapingNames, shapingOptions, unshaped } from '../likelihood/shaping-options';
import type { Provenance } from '../reports';
import { parseSettings, usedSettings } from '../settings';

/** Returns the texts of one picture of a gallery. In a grid each row has its own value of the compared option. */
export function pictureTexts(record: GalleryRecord, index: number, scale: number): Record<string, string> {
  const kind = record.grid?.kind;
  const { image, rowValue: value = '' } = drawnAs(record, index);
  return {
    Image: String(image),
    Scale: String(scale),
    Size: sizeText(record),
    ...textsOf(record),
    ...(kind === 'temperature' && { Temperature: value }),
    ...(kind === 'class' && { Class: value }),
    // The record has the hash of the last checkpoint only, so such a picture names its step alone.
    ...(kind === 'checkpoint' && { 'Checkpoint Step': value, 'Checkpoint SHA-256': '' }),
  };
}

/** Returns the texts that all PNG files of a gallery share. Their names are a file format and never change. */
function textsOf(record: GalleryRecord): Record<string, string> {
  const { completion } = record;
  return {
    Software: 'PixelCNN Studio',
    Version: record.program,
    'Creation Time': new Date(record.created).toISOString(),
    Model: record.model,
    Run: record.run,
    Architecture: record.settings.architecture,
    Settings: JSON.stringify(usedSettings(record.settings)),
    'Checkpoint Step': String(record.step),
    'Checkpoint SHA-256': record.checkpoint,
    Seed: String(record.seed),
    ...Object.fromEntries(shapingNames.map((name) => [shapingOptions[name].text, String(record[name])])),
    Start: record.start,
    ...(record.className !== null && { Class: record.className }),
    ...(completion && { 'Pixels Given': completion.mask.join('') }),
    Sampler: record.sampler,
    Complete: record.complete ? 'yes' : 'no',
  };
}

/** Returns the texts of a contact sheet. */
export function sheetTexts(record: GalleryRecord): Record<string, string> {
  const { grid, firstImage, count } = record;
  const last = firstImage + count / (grid?.values.length ?? 1) - 1;
  return {
    Images: `${firstImage}-${last}`,
    ...(grid && { Rows: `${grid.kind} ${grid.values.join(', ')}` }),
    ...textsOf(record),
  };
}

type Size = { height: number; width: number };

/** The largest side of a picture that is drawn again, in the network's pixels, whatever the texts of a file ask for. */
const largestSide = 256;

/** Reads the provenance of an exported picture. @throws StudioError file-unreadable, image-unreadable, picture-foreign */
export function readProvenance(file: string): Provenance {
  const texts = readPngText(file);
  if (texts['Software'] !== 'PixelCNN Studio') {
    throw new StudioError('picture-foreign', {
      file,
      reason: 'It contains no record of how it was made',
      isOurs: false,
    });
  }
  const unusable = (reason: string) => new StudioError('picture-foreign', { file, reason, isOurs: true });
  if (texts['Image'] === undefined) throw unusable('It is a sheet of many pictures');
  const settings = parseSettings(parsed(texts['Settings']));
  const numbers = {
    image: Number(texts['Image']),
    scale: Number(texts['Scale'] ?? 1),
    step: Number(texts['Checkpoint Step']),
    seed: Number(texts['Seed']),
    ...forEachOption((name) => {
      const { text, isOldest } = shapingOptions[name];
      return Number(texts[text] ?? (isOldest ? NaN : unshaped[name]));
    }),
  };
  if (!settings.ok || !Object.values(numbers).every((value) => Number.isFinite(value) && value >= 0)) {
    throw unusable('Its record of how it was made is damaged');
  }
  const size = sizeIn(readPngSize(file), numbers.scale, texts['Size']);
  if (typeof size === 'string') throw unusable(size);
  const marks = texts['Pixels Given'] ?? '';
  if (marks && (marks.length !== size.height * size.width || /[^01]/.test(marks))) {
    throw unusable('Its record of the given pixels is damaged');
  }
  return {
    ...numbers,
    ...size,
    model: texts['Model'] ?? '',
    run: texts['Run'] ?? '',
    settings: settings.settings,
    checkpoint: texts['Checkpoint SHA-256'] ?? '',
    start: texts['Start'] === 'noise' ? 'noise' : 'blank',
    className: texts['Class'] ?? null,
    given: marks ? Uint8Array.from(marks, Number) : null,
    program: texts['Version'] ?? '',
  };
}

/**
 * Returns the size in the network's pixels of a file with these points, or what is wrong with it.
 * @param recorded the size in the file's texts, which earlier versions did not write
 */
function sizeIn(points: Size, scale: number, recorded: string | undefined): Size | string {
  const size = { height: points.height / scale, width: points.width / scale };
  const isWhole = [scale, size.height, size.width].every((side) => Number.isInteger(side) && side > 0);
  if (!isWhole || sizeText(size) !== (recorded ?? sizeText(size))) {
    return `It is ${points.width} × ${points.height} points, which is not the size at which it was exported`;
  }
  return Math.max(size.height, size.width) > largestSide
    ? `It has ${size.width} × ${size.height} pixels, and at most ${largestSide} × ${largestSide} are drawn`
    : size;
}

function sizeText({ height, width }: Size): string {
  return `${width}x${height}`;
}

function parsed(text = ''): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
