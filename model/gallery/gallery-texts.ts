/** What exported PNG files say of themselves, and how it is read back. */
import { drawnAs } from './drawn-as';
import { StudioError } from '../errors';
import type { GalleryRecord } from './gallery-record';
import { readPngSize, readPngText } from '../images/png-text';
import { forEachOption, shapingNames, shapingOptions, unshaped } from '../likelihood/shaping';
import type { Provenance } from '../reports';
import { parseSettings, usedSettings } from '../settings';

/** What one picture of a gallery says of itself. In a grid each row has its own value of what is compared. */
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
    // Only the last checkpoint's hash is known to the record, so such a picture names its step alone.
    ...(kind === 'checkpoint' && { 'Checkpoint Step': value, 'Checkpoint SHA-256': '' }),
  };
}

/** What a PNG file says of itself, under names that stay. */
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

/** As large as a picture may be drawn, in pixels of the network: a text in a file is no reason to draw more. */
const largestSide = 256;

/** @throws StudioError file-unreadable, image-unreadable, picture-foreign */
export function readProvenance(file: string): Provenance {
  const texts = readPngText(file);
  if (texts['Software'] !== 'PixelCNN Studio') {
    throw new StudioError('picture-foreign', {
      file,
      reason: 'It does not say how it was made',
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
    throw unusable('What it says of its making is damaged');
  }
  const size = madeSize(readPngSize(file), numbers.scale, texts['Size']);
  if (typeof size === 'string') throw unusable(size);
  const given = texts['Pixels Given'] ? Uint8Array.from(texts['Pixels Given'], Number) : null;
  if (given && (given.length !== size.height * size.width || given.some((mark) => mark > 1))) {
    throw unusable('What it says of the pixels that were given is damaged');
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
    given,
    program: texts['Version'] ?? '',
  };
}

/** The pixels of the network that a file of these points shows, or what is wrong; earlier versions said no size. */
function madeSize(points: Size, scale: number, said: string | undefined): Size | string {
  const size = { height: points.height / scale, width: points.width / scale };
  const isWhole = [scale, size.height, size.width].every((side) => Number.isInteger(side) && side > 0);
  if (!isWhole || sizeText(size) !== (said ?? sizeText(size))) {
    return `It is ${points.width} × ${points.height} points large, which is not how it was exported`;
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
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
