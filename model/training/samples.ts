/** The pictures a run draws while it learns: samples/<step>.png, one sheet a step. */
import fs from 'node:fs';
import path from 'node:path';
import type { Pictures } from '../events';
import { encodePng, readPng } from '../images/image-codec';
import { levelsOfShown, shownValues } from '../images/pixel-levels';
import { readPngText } from '../images/png-text';
import { runPaths, writeFileWhole } from '../run-folder';

const gap = 1;
const gapValue = 128;

/** Writes a sheet, near square, with a line between the pictures and their measures inside. */
export async function writeSamples(runFolder: string, step: number, pictures: Pictures): Promise<void> {
  const { count, height, width, channels, levels, pixels } = pictures;
  const sheet = sheetOf(pictures);
  const values = new Uint8Array(sheet.height * sheet.width * channels).fill(gapValue);
  const shown = shownValues(pixels, levels);
  for (let n = 0; n < count; n++) {
    for (let row = 0; row < height; row++) {
      const from = (n * height + row) * width * channels;
      values.set(shown.subarray(from, from + width * channels), placeOf(pictures, n, row));
    }
  }
  const dimensions = { ...sheet, channels: channels === 3 ? 3 : 1 } as const;
  const measures = JSON.stringify({ count, height, width, channels, levels, step });
  const png = await encodePng(values, dimensions, { Software: 'PixelCNN Studio', Pictures: measures });
  writeFileWhole(runPaths(runFolder).sample(step), png);
}

/** All sheets of a run as pictures again, oldest first. @throws StudioError image-unreadable, file-unreadable */
export async function readSamples(runFolder: string): Promise<{ step: number; pictures: Pictures }[]> {
  const steps = sampleSteps(runFolder);
  return Promise.all(steps.map(async (step) => ({ step, pictures: await readSheet(runFolder, step) })));
}

/** Removes the sheets of steps that an interrupted run reached but did not save. */
export function removeSamplesAfter(runFolder: string, step: number): void {
  for (const later of sampleSteps(runFolder).filter((at) => at > step)) {
    fs.rmSync(runPaths(runFolder).sample(later));
  }
}

async function readSheet(runFolder: string, step: number): Promise<Pictures> {
  const file = runPaths(runFolder).sample(step);
  const { values } = await readPng(file);
  const measures = JSON.parse(readPngText(file)['Pictures'] ?? 'null') as Omit<Pictures, 'pixels'>;
  const { count, height, width, channels, levels } = measures;
  const shown = new Uint8Array(count * height * width * channels);
  const pictures = { count, height, width, channels, levels, pixels: shown };
  for (let n = 0; n < count; n++) {
    for (let row = 0; row < height; row++) {
      const at = placeOf(pictures, n, row);
      shown.set(values.subarray(at, at + width * channels), (n * height + row) * width * channels);
    }
  }
  return { ...pictures, pixels: levelsOfShown(shown, levels) };
}

function sampleSteps(runFolder: string): number[] {
  const { samples } = runPaths(runFolder);
  if (!fs.existsSync(samples)) return [];
  const names = fs.readdirSync(samples).filter((name) => /^\d+\.png$/.test(name));
  return names.map((name) => Number(path.parse(name).name)).sort((a, b) => a - b);
}

function sheetOf({ count, height, width }: Pictures) {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  return { height: rows * (height + gap) - gap, width: columns * (width + gap) - gap };
}

/** Where a row of a picture begins among the sheet's values. */
function placeOf(pictures: Pictures, n: number, row: number): number {
  const columns = Math.ceil(Math.sqrt(pictures.count));
  const top = Math.floor(n / columns) * (pictures.height + gap);
  const left = (n % columns) * (pictures.width + gap);
  return ((top + row) * sheetOf(pictures).width + left) * pictures.channels;
}
