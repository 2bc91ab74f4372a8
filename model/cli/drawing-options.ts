/** The options of commands that draw, and the drawing itself. */
import path from 'node:path';
import type { GalleryRequest } from '../gallery/gallery';
import { makeFolder, removeEmptyFolders } from '../files/make-folder';
import { readRunRecord } from '../run/run-folder';
import { forEachOption, shapingNames, shapingOptions } from '../likelihood/shaping-options';
import type { KnownPixels } from '../sampling/drawing';
import { mostPicturesOfCommand } from '../limits';
import { knobs } from '../settings';
import { withTensorflow } from '../tensorflow/load-tensorflow';
import type { Arguments, Options } from './arguments';
import type { Output } from './output';
import { duration, plural } from './phrases';

export const drawingOptions: Options = {
  run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
  count: { value: 'N', meaning: 'how many pictures', isRequired: true },
  seed: {
    value: 'N',
    meaning: 'the seed of the dice: the same seed draws the same pictures',
    isRequired: true,
  },
  first: {
    value: 'N',
    meaning: 'the number of the first picture: 5 begins with the sixth picture of this seed (0)',
  },
  ...Object.fromEntries(
    shapingNames.map((option) => [shapingOptions[option].name, shapingOptions[option].command]),
  ),
  class: {
    value: 'NAME',
    meaning: 'the class of all pictures, for a network that knows classes (all classes in turn)',
  },
  out: { value: 'DIR', meaning: 'the folder for the files; existing files are kept', isRequired: true },
};

/** Far more than anyone draws, and far below the numbers at which dice repeat. */
const lastImage = 2 ** 31;

/** Draws the requested pictures and writes the files. @throws StudioError as `drawGallery` and `exportPictures` */
export async function drawAsRequested(given: Arguments, output: Output, known?: KnownPixels): Promise<void> {
  const firstImage = given.has('first')
    ? given.number('first', { min: 0, max: lastImage, isWhole: true })
    : 0;
  const request = {
    id: 'sample',
    count: given.number('count', { min: 1, max: mostPicturesOfCommand, isWhole: true }),
    seed: given.number('seed', { min: knobs.seed.min, max: knobs.seed.max, isWhole: true }),
    firstImage,
    ...forEachOption((option) => {
      const { name, max, isWhole, neutral, command } = shapingOptions[option];
      return given.has(name) ? given.number(name, { min: command.min, max, isWhole }) : neutral;
    }),
    start: 'blank',
    className: given.has('class') ? given.text('class') : null,
    ...(known && { known }),
  } as const;
  const [runFolder, out] = [given.path('run'), given.path('out')];
  // A missing run is reported before TensorFlow is loaded.
  readRunRecord(runFolder);
  // A folder that cannot be made is reported before the drawing, which may take hours.
  const outermost = makeFolder(out);
  try {
    await drawInto(out, runFolder, request, output);
  } catch (thrown) {
    removeEmptyFolders(out, outermost);
    throw thrown;
  }
}

async function drawInto(
  out: string,
  runFolder: string,
  request: GalleryRequest & { firstImage: number },
  output: Output,
): Promise<void> {
  const { drawGallery } = await withTensorflow(() => import('../gallery/gallery'));
  const { exportPictures } = await import('../gallery/export-gallery');
  const begin = performance.now();
  const gallery = await drawGallery(runFolder, request, {
    onProgress(done, total) {
      const left = ((performance.now() - begin) * (total - done)) / done;
      output.progress(() => `Drawing: ${Math.floor((100 * done) / total)} %, ${duration(left)} left`);
    },
  });
  const files = await exportPictures(gallery, out);
  for (const [n, file] of files.entries())
    output.result({ file: path.join(out, file), image: request.firstImage + n });
  output.line(`Wrote ${plural(files.length, 'picture', 'pictures')} to ${out}`);
}
