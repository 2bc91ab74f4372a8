import { StudioError } from '../errors';
import { imageNotes, type ImageNote, type ImageNotes, type Pictures } from '../events';
import type { SkippedFile } from '../reports';
import type { DataFile } from './data-file';
import type { Settings } from '../settings';
import type { PictureSettings } from '../settings/data';
import { decodedChannels, levelChannels } from './channels';
import { DecodedImages, type KnownImage } from './decoded-images';
import type { Refusal } from './decoding/image-codec';
import { choosePalette } from './choose-palette';
import { classNumber } from './class-number';
import { classify, Exclusion, looseClass } from './classes';
import { comparable, compareCodeUnits } from './file-names';
import { listImageFiles } from './image-folder';
import { eachConcurrently } from './each-concurrently';
import { nearestLevels } from './palette';
import { quantiseAll } from './pixel-levels';
import type { ReadingRules } from './reading-rules';
import { findSame } from './same-pixels';

/** How a folder's images become what the network sees, and by which rules they are read. */
export interface ReadingSettings extends PictureSettings {
  reading: ReadingRules;
}

/** The usable images of a folder as the network sees them; `files` and `classOf` have an entry for each. */
export interface Dataset extends Pictures {
  folder: string;
  /** Sorted by name. */
  files: DataFile[];
  /** The index in `classNames` of each image's class; all 0 where there are no classes. */
  classOf: Uint32Array;
  /** Sorted. Empty without subfolders. */
  classNames: string[];
  skipped: SkippedFile[];
  /** The notes that at least one usable image has. */
  notes: ImageNotes[];
  /** Files that a person excluded. */
  excluded: string[];
}

export interface ReadingHooks {
  /** Called after each file. */
  onProgress?: (done: number, total: number) => void;
  /** Called for each skipped file, sorted by name, when all are read. */
  onSkip?: (skipped: SkippedFile) => void;
  /** Called at the end if some image has a note, with all notes and the number of images in use. */
  onNotes?: (noted: { images: number; notes: ImageNotes[] }) => void;
  signal?: AbortSignal | undefined;
  /** Keeps duplicates instead of the first alone. */
  keepDuplicates?: boolean;
  /** Files and classes to leave out, as in `Exclusion`. */
  excluded?: readonly string[];
  /** The palette of an existing run; otherwise it is chosen from the images. */
  palette?: readonly string[];
}

/**
 * Reads every image below `folder`. Pixels are levels [N,H,W,C], uint8.
 * @throws StudioError folder-unreachable, folder-without-images, cancelled
 */
export async function readDataset(
  folder: string,
  settings: ReadingSettings,
  hooks: ReadingHooks = {},
): Promise<Dataset> {
  const dataset = await readImages(folder, settings, hooks);
  if (!dataset.count) {
    throw new StudioError('folder-without-images', { folder, skipped: dataset.skipped.length });
  }
  return dataset;
}

/**
 * `readDataset`, but a folder without images gives an empty data set.
 * @throws StudioError folder-unreachable, cancelled
 */
export async function readImages(
  folder: string,
  settings: ReadingSettings,
  hooks: ReadingHooks = {},
): Promise<Dataset> {
  const { size, reading } = settings;
  const { onSkip, onNotes, excluded = [], palette } = hooks;
  const listing = await listImageFiles(folder, reading, hooks.signal);
  const exclusion = new Exclusion(excluded, reading);
  const wanted = listing.files.filter((file) => !exclusion.has(file));
  const { images, values, same } = await readEach(folder, wanted, settings, hooks);
  const dimensions = values.length / wanted.length;

  const files: DataFile[] = [];
  const skipped = listing.skipped.filter(({ file }) => !exclusion.has(file));
  const filesWith = new Map<ImageNote, string[]>(imageNotes.map((note) => [note, []]));
  images.forEach((image, index) => {
    const file = wanted[index] as string;
    const { first, what } = same[index] ?? {};
    if (!image.ok) skipped.push({ file, reason: image.reason, detail: image.detail });
    else if (first !== undefined) {
      const detail = `the same ${what === 'pixels' ? 'pixels ' : ''}as ${wanted[first]}`;
      skipped.push({ file, reason: 'duplicate', detail });
    } else {
      values.copyWithin(files.length * dimensions, index * dimensions, (index + 1) * dimensions);
      files.push({ file, sha256: image.sha256 });
      for (const note of image.notes) filesWith.get(note)?.push(file);
    }
  });
  skipped.sort((a, b) => compareCodeUnits(a.file, b.file)).forEach((file) => onSkip?.(file));
  const seen = await toLevels(values.subarray(0, files.length * dimensions), settings, palette);
  files.forEach(({ file }, image) => {
    if (isFlat(seen, image, size * size)) filesWith.get('flat')?.push(file);
  });
  const notes = imageNotes.flatMap((note) => notesOn(note, filesWith.get(note) ?? []));
  if (notes.length) onNotes?.({ images: files.length, notes });
  return {
    folder,
    files,
    ...numbered(files, reading),
    skipped,
    notes,
    excluded: listing.files.filter((file) => exclusion.has(file)),
    count: files.length,
    height: size,
    width: size,
    ...seen,
  };
}

/** For each file its image or refusal, its values, and whether it is the same as an earlier one. */
async function readEach(
  folder: string,
  names: readonly string[],
  settings: ReadingSettings,
  { onProgress, signal, keepDuplicates }: ReadingHooks,
) {
  const { size, reading } = settings;
  const dimensions = size * size * decodedChannels(settings);
  const images: (Omit<KnownImage, 'values'> | Refusal)[] = [];
  /** [files, dimensions]; converted to levels when all are read. */
  const values = new Uint8Array(names.length * dimensions);
  const decoded = new DecodedImages(folder, settings);
  let done = 0;
  const readOne = async (name: string, index: number) => {
    const image = await decoded.read(name);
    if (image.ok) {
      const { values: own, ...rest } = image;
      values.set(own, index * dimensions);
      images[index] = rest;
    } else images[index] = image;
    onProgress?.(++done, names.length);
  };
  await eachConcurrently(names, readOne, signal);
  const known = images.map((image) => (image.ok ? image : undefined));
  const same = keepDuplicates
    ? []
    : await findSame(known, reading, (index) => decoded.wholeDigest(names[index] as string), signal);
  decoded.save();
  return { images, values, same };
}

/**
 * Converts the values of `decodeImage` to the levels that a network with these settings sees; chooses a palette if
 * none is given.
 */
export async function toLevels(
  values: Uint8Array,
  { levels, colour }: Pick<Settings, 'levels' | 'colour'>,
  given: readonly string[] = [],
): Promise<Pick<Pictures, 'channels' | 'levels' | 'pixels' | 'palette'>> {
  if (colour !== 'palette') {
    return { channels: levelChannels({ colour }), levels, pixels: quantiseAll(values, levels) };
  }
  const isKnown = given.length > 0 || !values.length;
  const palette = isKnown ? given : await choosePalette(values, levels);
  return { channels: 1, levels, palette, pixels: nearestLevels(values, palette) };
}

/**
 * The index of each image's class in `classNames`; all 0 when there are none.
 * @throws StudioError class-unknown
 */
export function labelsOf(
  dataset: Dataset,
  { classNames: known }: { classNames: readonly string[] },
): Uint32Array {
  if (!known.length) return new Uint32Array(dataset.count);
  if (!dataset.classNames.length) {
    const loose = known.indexOf(looseClass);
    if (loose < 0) throw new StudioError('class-unknown', { className: '', known: [...known] });
    return new Uint32Array(dataset.count).fill(loose);
  }
  const numbers = dataset.classNames.map((className) => classNumber({ classNames: known }, className));
  return dataset.classOf.map((index) => numbers[index] as number);
}

/** The difference between two fingerprints, by file name: missing, added and changed files. */
export function compareFingerprints(
  before: readonly DataFile[],
  now: readonly DataFile[],
  reading: ReadingRules,
) {
  const [old, found] = [byName(before, reading), byName(now, reading)];
  const names = (files: Iterable<[string, DataFile]>, isWanted: (name: string, file: DataFile) => boolean) =>
    [...files].filter(([name, file]) => isWanted(name, file)).map(([, { file }]) => file);
  return {
    missing: names(old, (name) => !found.has(name)),
    added: names(found, (name) => !old.has(name)),
    changed: names(found, (name, { sha256 }) => (old.get(name)?.sha256 ?? sha256) !== sha256),
  };
}

/** Files by their comparable names; equal names are distinguished by their order. */
function byName(files: readonly DataFile[], reading: ReadingRules): Map<string, DataFile> {
  const named = new Map<string, DataFile>();
  for (const file of files) {
    let name = comparable(file.file, reading);
    while (named.has(name)) name += '/';
    named.set(name, file);
  }
  return named;
}

/** Whether all pixels of an image have one colour. */
function isFlat(
  { pixels, channels }: Pick<Pictures, 'pixels' | 'channels'>,
  image: number,
  count: number,
): boolean {
  const own = pixels.subarray(image * count * channels, (image + 1) * count * channels);
  return own.every((level, i) => level === own[i % channels]);
}

/** How many files a note names. */
const mostNamed = 100;

function notesOn(note: ImageNote, files: readonly string[]): ImageNotes[] {
  return files.length ? [{ note, images: files.length, files: files.slice(0, mostNamed) }] : [];
}

function numbered(
  files: readonly DataFile[],
  reading: ReadingRules,
): Pick<Dataset, 'classOf' | 'classNames'> {
  const { classOf, classNames } = classify(
    files.map(({ file }) => file),
    reading,
  );
  const numbers = new Map(classNames.map((name, number) => [name, number]));
  return { classOf: Uint32Array.from(classOf, (name) => numbers.get(name) ?? 0), classNames };
}
