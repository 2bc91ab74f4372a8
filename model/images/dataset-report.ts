import type { DatasetReport } from '../reports';
import { classOfFile, Exclusion } from './classes';
import { readImages, type Dataset, type ReadingHooks, type ReadingSettings } from './dataset';

/** Small enough to reach the window without a noticeable delay: 10,000 grey pictures of 16 x 16 pixels. */
const previewBytes = 2_600_000;

/**
 * Reads a folder as the network would see it and reports its contents. A folder without usable images is not an
 * error: the report says why each file was skipped.
 * @throws StudioError folder-unreachable, cancelled
 */
export async function reportDataset(
  folder: string,
  settings: ReadingSettings,
  hooks: ReadingHooks = {},
): Promise<DatasetReport> {
  const dataset = await readImages(folder, settings, hooks);
  const perClass = new Uint32Array(dataset.classNames.length);
  for (const index of dataset.classOf) perClass[index] = (perClass[index] ?? 0) + 1;
  const { reading } = settings;
  const exclusion = new Exclusion(hooks.excluded ?? [], reading);
  const byClass = new Map<string, number>();
  for (const file of dataset.excluded) {
    const name = classOfFile(file, reading);
    if (exclusion.hasClass(name)) byClass.set(name, (byClass.get(name) ?? 0) + 1);
  }
  return {
    folder,
    images: dataset.count,
    classes: dataset.classNames.map((name, index) => ({ name, images: perClass[index] as number })),
    skipped: dataset.skipped,
    notes: dataset.notes,
    excludedClasses: [...byClass].map(([name, files]) => ({ name, files })),
    excludedFiles: dataset.excluded.filter((file) => exclusion.hasFile(file)),
    preview: previewOf(dataset),
  };
}

/** Pictures at even steps, so that all classes appear, since images are sorted by class. */
function previewOf(dataset: Dataset): DatasetReport['preview'] {
  const { height, width, channels, levels, palette } = dataset;
  const dimensions = height * width * channels;
  const count = Math.min(Math.floor(previewBytes / dimensions), dataset.count);
  const pixels = new Uint8Array(count * dimensions);
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const picked = Math.floor((i * dataset.count) / count);
    pixels.set(dataset.pixels.subarray(picked * dimensions, (picked + 1) * dimensions), i * dimensions);
    files.push(dataset.files[picked]?.file as string);
  }
  const pictures = { count, height, width, channels, levels, ...(palette && { palette }), pixels };
  return { pictures, files };
}
