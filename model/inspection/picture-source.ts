/** Reads the pictures to inspect from their sources. */
import crypto from 'node:crypto';
import { StudioError } from '../errors';
import type { Pictures } from '../events';
import { readGallery } from '../gallery/gallery';
import { drawnAs } from '../gallery/drawn-as';
import { readGalleryRecord } from '../gallery/gallery-record';
import { decodeImage, decodeToValues, withImageFile } from '../images/decoding/image-codec';
import { toLevels } from '../images/dataset';
import { classOfFile } from '../images/classes';
import { pathOf } from '../images/file-names';
import { readSheet } from '../images/picture-sheet';
import { decodedChannels, levelChannels } from '../images/channels';
import { splitOf } from '../images/split';
import { pictureForm } from '../nets/model-shape';
import { pick } from '../pick';
import type { DataFile } from '../images/data-file';
import { runPaths, sampleSteps, type RunRecord } from '../run/run-folder';
import { pictureSettingNames } from '../settings/data';
import type { ImagePart, PictureSource } from './source';
import type { CheckpointChoice } from '../run/checkpoint';

/**
 * The one picture that `source` names, as the run's network sees it.
 * @throws StudioError argument-invalid, data-changed, file-unreadable, image-unreadable, gallery errors
 */
export async function readPicture(
  runFolder: string,
  record: RunRecord,
  source: PictureSource,
): Promise<Pictures> {
  switch (source.kind) {
    case 'validation':
      return pictureAt(await readValidation(record), source.index);
    case 'training':
      return readOne(record, source.index);
    case 'painted':
      return painted(record, source.pixels);
    case 'gallery':
      return pictureAt((await readGallery(runFolder, source.gallery)).pictures, source.index);
    case 'sample':
      return pictureAt(await readSample(runFolder, record, source.step), source.index);
    case 'file': {
      const { settings, reading, palette } = record;
      const values = await decodeToValues(source.file, { ...settings, reading });
      const picture = await toLevels(values, settings, palette);
      return { count: 1, height: settings.size, width: settings.size, ...picture };
    }
  }
}

/**
 * The class that the network is given with a picture: the requested one, that of its folder, or the one it was drawn
 * as; otherwise the first. Empty where the network knows no classes.
 */
export function classOfSource(runFolder: string, record: RunRecord, source: PictureSource): string {
  const { reading, classNames } = record;
  const [first = ''] = classNames;
  if (source.as !== undefined && classNames.includes(source.as)) return source.as;
  switch (source.kind) {
    case 'validation':
    case 'training': {
      const file = filesOfPart(record, source.kind)[source.index]?.file ?? '';
      const own = classOfFile(file, reading);
      return classNames.includes(own) ? own : first;
    }
    case 'gallery': {
      const gallery = readGalleryRecord(runFolder, source.gallery);
      return drawnAs(gallery, source.index, classNames).className ?? first;
    }
    case 'sample':
      // Samples take the classes in turn.
      return classNames[source.index % classNames.length] ?? first;
    case 'painted':
      return source.over ? classOfSource(runFolder, record, source.over) : first;
    case 'file':
      return first;
  }
}

/** The network's index of a class; 0 for a class it does not know, and for a network without classes. */
export function classIndexOf({ classNames }: Pick<RunRecord, 'classNames'>, className: string): number {
  return Math.max(0, classNames.indexOf(className));
}

/**
 * The checkpoint with which a picture is inspected: the one that drew it, as long as it exists; otherwise the last.
 */
export function checkpointOfSource(runFolder: string, source: PictureSource): CheckpointChoice {
  if (source.kind === 'painted') return source.over ? checkpointOfSource(runFolder, source.over) : 'last';
  if (source.kind === 'sample') return { preferred: source.step };
  if (source.kind !== 'gallery') return 'last';
  return { preferred: drawnAs(readGalleryRecord(runFolder, source.gallery), source.index).step };
}

/**
 * The newest sample pictures of a run; null if there are none. @throws StudioError image-unreadable, file-unreadable
 */
export async function readNewestSamples(
  runFolder: string,
  record: RunRecord,
): Promise<{ step: number; pictures: Pictures } | null> {
  const step = sampleSteps(runFolder).pop();
  return step === undefined ? null : { step, pictures: await readSample(runFolder, record, step) };
}

/** @throws StudioError image-unreadable, file-unreadable */
async function readSample(runFolder: string, record: RunRecord, step: number): Promise<Pictures> {
  const file = runPaths(runFolder).sample(step);
  const pictures = await readSheet(file);
  const { channels, levels } = pictureForm(record);
  if (pictures.channels !== channels || pictures.levels !== levels) {
    throw new StudioError('image-unreadable', { file, reason: 'It was drawn by another network' });
  }
  return pictures;
}

/** Reads one training picture, and only its file. @throws StudioError argument-invalid, data-changed */
async function readOne(record: RunRecord, index: number): Promise<Pictures> {
  const files = filesOfPart(record, 'training');
  const file = files[index];
  if (!file) {
    const expected = `a whole number from 0 to ${files.length - 1}`;
    throw new StudioError('argument-invalid', {
      argument: 'The number of the picture',
      value: String(index),
      expected,
    });
  }
  return readFiles(record, [file]);
}

/** @throws StudioError argument-invalid */
function painted({ settings, palette }: RunRecord, pixels: Uint8Array): Pictures {
  const { size, levels, colour } = settings;
  const channels = levelChannels(settings);
  if (pixels.length !== size * size * channels || pixels.some((level) => level >= levels)) {
    throw new StudioError('argument-invalid', {
      argument: 'The painted picture',
      value: `${pixels.length} values`,
      expected: `${size * size * channels} levels below ${levels}`,
    });
  }
  return {
    count: 1,
    height: size,
    width: size,
    channels,
    levels,
    ...(colour === 'palette' && { palette }),
    pixels,
  };
}

/** The images of a part, in the order of their names. */
export function filesOfPart(record: RunRecord, part: ImagePart): DataFile[] {
  return Array.from(splitOf(record)[part], (place) => record.dataFiles[place] as DataFile);
}

/** How many pictures are offered to choose from; others are chosen by their number. */
const mostShown = 300;

/** The first training pictures, and how many there are in all. @throws StudioError data-changed */
export async function readTraining(record: RunRecord): Promise<{ pictures: Pictures; total: number }> {
  const files = filesOfPart(record, 'training');
  return { pictures: await readFiles(record, files.slice(0, mostShown)), total: files.length };
}

let latest: { key: string; pictures: Promise<Pictures> } | undefined;

/**
 * The pictures held out of training, in the order of their names; none for an imported run. Only their files are
 * read, and the pictures of the latest run are kept in memory.
 * @throws StudioError data-changed
 */
export function readValidation(record: RunRecord): Promise<Pictures> {
  const { settings, reading, dataFolder, palette } = record;
  const files = filesOfPart(record, 'validation');
  const pictures = pick(settings, pictureSettingNames);
  const key = JSON.stringify([dataFolder, reading, pictures, palette, files]);
  if (latest?.key !== key) {
    const pictures = readFiles(record, files);
    latest = { key, pictures };
    pictures.catch(() => {
      if (latest?.pictures === pictures) latest = undefined;
    });
  }
  return latest.pictures;
}

/** Reads these files of the data set as the network sees them. @throws StudioError data-changed */
export async function readFiles(
  { dataFolder: folder, settings, reading, palette }: RunRecord,
  files: readonly DataFile[],
): Promise<Pictures> {
  if (!folder && files.length) throw new StudioError('images-unknown', {});
  const { size } = settings;
  const dimensions = size * size * decodedChannels(settings);
  const values = new Uint8Array(files.length * dimensions);
  const missing: string[] = [];
  const changed: string[] = [];
  for (const [index, { file, sha256 }] of files.entries()) {
    const decoded = await withImageFile(pathOf(folder, file), async (bytes) => {
      const isSame = crypto.createHash('sha256').update(bytes).digest('hex') === sha256;
      return isSame ? decodeImage(bytes, { ...settings, reading }) : undefined;
    });
    if (decoded?.ok) values.set(decoded.values, index * dimensions);
    else if (decoded?.reason === 'unreachable') missing.push(file);
    else changed.push(file);
  }
  if (missing.length || changed.length) {
    throw new StudioError('data-changed', { folder, missing, added: [], changed });
  }
  return { count: files.length, height: size, width: size, ...(await toLevels(values, settings, palette)) };
}

/** @throws StudioError argument-invalid */
function pictureAt(pictures: Pictures, index: number): Pictures {
  const { count, height, width, channels: depth, pixels } = pictures;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    const expected = `a whole number from 0 to ${count - 1}`;
    throw new StudioError('argument-invalid', {
      argument: 'The number of the picture',
      value: String(index),
      expected,
    });
  }
  const dimensions = height * width * depth;
  return { ...pictures, count: 1, pixels: pixels.slice(index * dimensions, (index + 1) * dimensions) };
}
