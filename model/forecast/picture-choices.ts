/** A few images at several sizes and numbers of levels, with the cost of each, to choose from by eye. */
import { countLive } from '../nets/parameters';
import { parametersOf } from '../nets/model-shape';
import type { PictureChoice, PictureChoices } from '../reports';
import { parseSettings, type Settings } from '../settings';
import { preferredMicroBatch, trainingBytes } from '../training/memory-estimate';
import { decodedChannels } from '../images/channels';
import { toLevels } from '../images/dataset';
import { decodeImage, withImageFile } from '../images/decoding/image-codec';
import { Exclusion } from '../images/classes';
import { pathOf } from '../images/file-names';
import { listImageFiles } from '../images/image-folder';
import { currentReading } from '../images/reading-rules';

export const choiceSizes = [16, 28, 32, 64] as const;
export const choiceLevels = [2, 4, 8, 16, 256] as const;

/** How many images are decoded, and how many of them are shown. */
const mostTried = 8;
const mostShown = 3;

interface Shown {
  file: string;
  /** Values by size, where the image is large enough. */
  values: ReadonlyMap<number, Uint8Array>;
}

/**
 * Returns images of a folder (the largest of an even selection) at every size and number of levels that the settings
 * allow.
 * @param settings of the planned run; all but size and levels apply to every choice
 * @param classNames those of the folder
 * @throws StudioError folder-unreachable
 */
export async function pictureChoices(
  folder: string,
  settings: Settings,
  { excluded, classNames }: { excluded: readonly string[]; classNames: readonly string[] },
): Promise<PictureChoices> {
  const exclusion = new Exclusion(excluded, currentReading);
  const files = (await listImageFiles(folder, currentReading)).files.filter((file) => !exclusion.has(file));
  const tried: Shown[] = [];
  for (const file of evenly(files, mostTried)) tried.push(await decodeAtEverySize(folder, file, settings));
  const shown = tried
    .filter(({ values }) => values.size)
    .sort((a, b) => b.values.size - a.values.size)
    .slice(0, mostShown);

  const choices: PictureChoice[] = [];
  for (const size of choiceSizes) {
    for (const levels of choiceLevels) {
      const parsed = parseSettings({ size, levels }, settings);
      if (parsed.ok) choices.push(await choiceOf(parsed.settings, settings, shown, classNames));
    }
  }
  return { files: shown.map(({ file }) => file), choices };
}

async function choiceOf(
  settings: Settings,
  now: Settings,
  shown: readonly Shown[],
  classNames: readonly string[],
): Promise<PictureChoice> {
  const { size, levels } = settings;
  const values = shown.flatMap((image) => image.values.get(size) ?? []);
  const dimensions = size * size * decodedChannels(settings);
  const all = new Uint8Array(values.length * dimensions);
  values.forEach((image, index) => all.set(image, index * dimensions));
  const description = { settings, classNames: [...classNames], palette: [] };
  return {
    size,
    levels,
    pictures: values.length
      ? { count: values.length, height: size, width: size, ...(await toLevels(all, settings)) }
      : null,
    work: multiplications(settings, classNames) / multiplications(now, classNames),
    memoryBytes: trainingBytes(description, preferredMicroBatch(settings)),
  };
}

/** The multiplications of a pass over one picture, in which every weight is used at every pixel. */
function multiplications(settings: Settings, classNames: readonly string[]): number {
  const description = { settings, classNames: [...classNames], palette: [] };
  return settings.size ** 2 * countLive(parametersOf(description));
}

async function decodeAtEverySize(folder: string, file: string, settings: Settings): Promise<Shown> {
  const values = new Map<number, Uint8Array>();
  await withImageFile(pathOf(folder, file), async (bytes) => {
    for (const size of choiceSizes) {
      const decoded = await decodeImage(bytes, { ...settings, size, reading: currentReading });
      // An image too small for one size is too small for the next.
      if (!decoded.ok) break;
      values.set(size, decoded.values);
    }
  });
  return { file, values };
}

function evenly<T>(all: readonly T[], most: number): T[] {
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as T);
}
