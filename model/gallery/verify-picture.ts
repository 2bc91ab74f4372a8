/** Verifies an exported picture: draws it again from its provenance and compares. */
import fs from 'node:fs';
import path from 'node:path';
import { classNumber } from '../images/class-number';
import { StudioError } from '../errors';
import { readProvenance } from './gallery-texts';
import { levelChannels } from '../images/channels';
import { readPng } from '../images/decoding/image-codec';
import { levelsOfShownColours, shownChannels } from '../images/pixel-levels';
import { shapingNames } from '../likelihood/shaping-options';
import { pick } from '../pick';
import type { Provenance, Verification } from '../reports';
import { runPaths } from '../run/run-folder';
import { drawPictures } from '../sampling/sample';
import { loadWeights, type LoadedWeights } from '../run/checkpoint';

/**
 * Draws an exported picture again and compares it with the file.
 * @param library the folder of all runs; the run with the same weights draws
 * @throws StudioError file-unreadable, image-unreadable, picture-foreign, checkpoint-gone, class-unknown
 */
export async function verifyPicture(file: string, library: string): Promise<Verification> {
  const made = readProvenance(file);
  const { name, record, step, weights } = findWeights(made, library);
  const { height, width } = made;
  const levels = await readLevels(file, made, record.palette);
  const { pictures } = await drawPictures(
    { record, weights },
    {
      count: 1,
      firstImage: made.image,
      height,
      width,
      ...pick(made, ['seed', 'start', ...shapingNames]),
      classIndex: made.className === null ? undefined : classNumber(record, made.className),
      known: made.given ? { levels, mask: made.given } : undefined,
    },
  );
  const { channels } = pictures;
  const different = pictures.pixels.reduce((count, level, i) => (level === levels[i] ? count : count + 1), 0);
  const first = pictures.pixels.findIndex((level, i) => level !== levels[i]);
  const position = Math.floor(first / channels);
  return {
    run: name,
    step,
    different,
    first:
      first < 0
        ? null
        : {
            x: position % width,
            y: Math.floor(position / width),
            found: levels[first] as number,
            drawn: pictures.pixels[first] as number,
          },
  };
}

/**
 * Finds the run whose weights have the picture's hash, by the name of its folder.
 * @throws StudioError checkpoint-gone, or the error of reading the run that the picture names if no other has the weights
 */
function findWeights(
  { checkpoint, run, step, model }: Provenance,
  library: string,
): LoadedWeights & { name: string } {
  const names = fs.existsSync(library) ? fs.readdirSync(library) : [];
  let fault: unknown = new StudioError('checkpoint-gone', { model, step });
  // The run of the same name is tried first, since it is usually the right one.
  for (const name of [...names].sort((a, b) => Number(b === run) - Number(a === run))) {
    const runFolder = path.join(library, name);
    if (!fs.existsSync(runPaths(runFolder).checkpoint(step))) continue;
    try {
      const loaded = loadWeights(runFolder, step);
      if (checkpoint ? loaded.sha256 === checkpoint : name === run) return { name, ...loaded };
    } catch (thrown) {
      if (name === run) fault = thrown;
    }
  }
  throw fault;
}

/** Reads the levels of a file, each from its nearest shown value. */
async function readLevels(
  file: string,
  { scale, settings, height, width }: Provenance,
  palette: readonly string[],
) {
  const png = await readPng(file);
  const shape = { levels: settings.levels, ...(palette.length > 0 && { palette }) };
  const channels = shownChannels({ channels: levelChannels(settings), ...shape });
  const values = new Uint8Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    const from = (row * scale * png.width + column * scale) * png.channels;
    // Other programs write greys as colours, and colours that are all grey as greys.
    for (let c = 0; c < channels; c++) {
      values[pixel * channels + c] = png.values[from + Math.min(c, png.channels - 1)] as number;
    }
  }
  return levelsOfShownColours(values, shape);
}
