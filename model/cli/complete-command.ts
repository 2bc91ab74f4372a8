import { StudioError } from '../errors';
import { decodeToValues, readImageSize, type ImageSize } from '../images/decoding/image-codec';
import { currentReading } from '../images/reading-rules';
import { numberIn } from '../number-text';
import { readRunRecord } from '../run/run-folder';
import { completionOf, knownPixels } from '../sampling/completion';
import type { Settings } from '../settings';
import type { Arguments } from './arguments';
import type { Command } from './command';
import { drawAsRequested, drawingOptions } from './drawing-options';
import { plural } from './phrases';

export const completeCommand: Command = {
  name: 'complete',
  summary: 'Draws the unknown pixels of an image in raster order and keeps the known ones.',
  options: {
    ...drawingOptions,
    image: {
      value: 'FILE',
      meaning: 'the image, which is resized and quantised for the network',
      isRequired: true,
    },
    mask: {
      value: 'FILE',
      meaning:
        'the pixels to draw, in an image as large as --image or as the pictures of the network: white is drawn, black stays; ' +
        'greys from 128 to 255 count as white, transparency as black',
    },
    hole: {
      value: 'X,Y,W,H',
      meaning: 'a rectangle to draw, in pixels of the network; with a mask, both are drawn',
    },
  },
  async run(given, output) {
    const runFolder = given.path('run');
    const { settings, reading, palette } = readRunRecord(runFolder);
    const { toLevels } = await import('../images/dataset');
    const values = await decodeToValues(given.path('image'), { ...settings, reading });
    const side = { height: settings.size, width: settings.size };
    const picture = { count: 1, ...side, ...(await toLevels(values, settings, palette)) };
    const known = knownPixels(picture, await unknownPixels(given, settings));
    const { unheard } = completionOf(known);
    if (unheard) {
      output.note(
        `${plural(unheard, 'known pixel comes', 'known pixels come')} after an unknown one in raster order. ` +
          'Pixels drawn before them cannot take them into account.',
      );
    }
    await drawAsRequested(given, output, known);
  },
};

/** 1 for each pixel to be drawn, [size, size]. @throws StudioError argument-missing, argument-invalid, image errors */
async function unknownPixels(given: Arguments, settings: Settings): Promise<Uint8Array> {
  if (!given.has('mask') && !given.has('hole')) {
    throw new StudioError('argument-missing', { argument: '--mask or --hole' });
  }
  const unknown = given.has('hole')
    ? holePixels(given.text('hole'), settings.size)
    : new Uint8Array(settings.size ** 2);
  if (!given.has('mask')) return unknown;
  const mask = await maskPixels(given, settings);
  return unknown.map((mark, pixel) => mark | (mask[pixel] as number));
}

/** @throws StudioError argument-invalid, image errors */
async function maskPixels(given: Arguments, settings: Settings): Promise<Uint8Array> {
  const { size } = settings;
  const file = given.path('mask');
  const [mask, image] = [await readImageSize(file), await readImageSize(given.path('image'))];
  const isAlike = (side: ImageSize) => mask.width === side.width && mask.height === side.height;
  const isOfNetwork = isAlike({ width: size, height: size });
  if (!isOfNetwork && !isAlike(image)) {
    const expected =
      `as large as the image, ${image.width} x ${image.height} pixels, or as the pictures of the network, ` +
      `${size} x ${size}, and it has ${mask.width} x ${mask.height}`;
    throw new StudioError('argument-invalid', { argument: '--mask', value: given.text('mask'), expected });
  }
  const values = await decodeToValues(file, {
    ...settings,
    background: '#000000',
    colour: 'grey',
    reading: currentReading,
  });
  return values.map((value) => (value >= 128 ? 1 : 0));
}

/** @throws StudioError argument-invalid */
function holePixels(text: string, size: number): Uint8Array {
  const numbers = text.split(',').map((part) => numberIn(part, true) ?? NaN);
  const [x, y, width, height] = numbers as [number, number, number, number];
  const isRectangle = numbers.length === 4 && numbers.every((value) => value >= 0);
  if (!isRectangle || x + width > size || y + height > size) {
    const expected = `four whole numbers X,Y,W,H of a rectangle inside ${size} x ${size} pixels`;
    throw new StudioError('argument-invalid', { argument: '--hole', value: text, expected });
  }
  return Uint8Array.from({ length: size * size }, (_, pixel) => {
    const [column, row] = [pixel % size, Math.floor(pixel / size)];
    return column >= x && column < x + width && row >= y && row < y + height ? 1 : 0;
  });
}
