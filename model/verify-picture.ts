/** Draws an exported picture again from what it says of itself, and compares. */
import fs from 'node:fs';
import path from 'node:path';
import { classNumber } from './class-number';
import { StudioError } from './errors';
import { hashOf } from './gallery';
import { readMade } from './gallery-texts';
import { readPng } from './images/image-codec';
import { levelsOfShownColours, shownChannels } from './images/pixel-levels';
import type { Made, Verification } from './reports';
import { runPaths } from './run-folder';
import { drawPictures } from './sampling/sample';
import { loadWeights } from './training/checkpoint';

/**
 * @param library the folder of all runs; the one with the same weights draws
 * @throws StudioError file-unreadable, image-unreadable, picture-foreign, checkpoint-gone, class-unknown
 */
export async function verifyPicture(file: string, library: string): Promise<Verification> {
  const made = readMade(file);
  const { runFolder, step } = findWeights(made, library);
  const { record, weights } = loadWeights(runFolder, step);
  const { height, width } = made;
  const levels = await readLevels(file, made, record.palette);
  const { pictures } = await drawPictures(
    { record, weights },
    {
      count: 1,
      firstImage: made.image,
      height,
      width,
      seed: made.seed,
      temperature: made.temperature,
      topK: made.topK,
      topP: made.topP,
      start: made.start,
      classIndex: made.className === null ? undefined : classNumber(record, made.className),
      known: made.given ? { levels, mask: made.given } : undefined,
    },
  );
  const { channels } = pictures;
  const different = pictures.pixels.reduce((count, level, i) => (level === levels[i] ? count : count + 1), 0);
  const first = pictures.pixels.findIndex((level, i) => level !== levels[i]);
  const place = Math.floor(first / channels);
  return {
    run: path.basename(runFolder),
    step,
    different,
    first:
      first < 0
        ? null
        : {
            x: place % width,
            y: Math.floor(place / width),
            found: levels[first] as number,
            drawn: pictures.pixels[first] as number,
          },
  };
}

/** The run and step whose weights have the picture's hash. @throws StudioError checkpoint-gone */
function findWeights({ checkpoint, run, step, model }: Made, library: string) {
  const names = fs.existsSync(library) ? fs.readdirSync(library) : [];
  // The run of the same name first: most often it is that.
  for (const name of [...names].sort((a, b) => Number(b === run) - Number(a === run))) {
    const runFolder = path.join(library, name);
    const folder = runPaths(runFolder).checkpoint(step);
    if (!fs.existsSync(folder)) continue;
    const files = ['average.safetensors', 'weights.safetensors'].map((file) => path.join(folder, file));
    const isSame = checkpoint
      ? files.some((file) => fs.existsSync(file) && hashOf(file) === checkpoint)
      : name === run;
    if (isSame) return { runFolder, step };
  }
  throw new StudioError('checkpoint-gone', { model, step });
}

/** The levels of the file, each by its nearest shown value. */
async function readLevels(
  file: string,
  { scale, settings, height, width }: Made,
  palette: readonly string[],
) {
  const png = await readPng(file);
  const shape = { levels: settings.levels, ...(palette.length > 0 && { palette }) };
  const channels = shownChannels({ channels: settings.colour === 'rgb' ? 3 : 1, ...shape });
  const values = new Uint8Array(height * width * channels);
  for (let place = 0; place < height * width; place++) {
    const [row, column] = [Math.floor(place / width), place % width];
    const from = (row * scale * png.width + column * scale) * png.channels;
    // Other programs write greys as colours, and colours that are all grey as greys.
    for (let c = 0; c < channels; c++) {
      values[place * channels + c] = png.values[from + Math.min(c, png.channels - 1)] as number;
    }
  }
  return levelsOfShownColours(values, shape);
}
