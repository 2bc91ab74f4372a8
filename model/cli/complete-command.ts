import { StudioError } from '../errors';
import { decodeToValues } from '../images/image-codec';
import { readRunRecord } from '../run-folder';
import { completionOf, knownPixels } from '../sampling/completion';
import type { Arguments } from './arguments';
import type { Command } from './command';
import { drawAsAsked, drawingOptions } from './drawing-options';
import { plural } from './phrases';
import { currentReading } from '../images/reading-rules';

export const completeCommand: Command = {
  name: 'complete',
  summary: 'Draws the unknown pixels of an image, in raster order, and leaves the known ones as they are.',
  options: {
    ...drawingOptions,
    image: { value: 'FILE', meaning: 'the image, brought to what the network sees', isRequired: true },
    mask: { value: 'FILE', meaning: 'an image of the same size: black stays, white is drawn' },
    hole: {
      value: 'X,Y,W,H',
      meaning: 'instead of a mask: a rectangle that is drawn, in pixels of the network',
    },
  },
  async run(given, output) {
    const runFolder = given.path('run');
    const { settings, reading, palette } = readRunRecord(runFolder);
    const unknown = await unknownPixels(given, settings.size);
    const { toLevels } = await import('../images/dataset');
    const values = await decodeToValues(given.path('image'), { ...settings, reading });
    const side = { height: settings.size, width: settings.size };
    const picture = { count: 1, ...side, ...(await toLevels(values, settings, palette)) };
    const known = knownPixels(picture, unknown);
    const { unheard } = completionOf(known);
    if (unheard) {
      output.note(
        `${plural(unheard, 'known pixel comes', 'known pixels come')} after an unknown one in scan order. ` +
          'What is drawn before them cannot take them into account.',
      );
    }
    await drawAsAsked(given, output, known);
  },
};

/** 1 for each pixel to be drawn, [size, size]. @throws StudioError argument-missing, argument-invalid, image errors */
async function unknownPixels(given: Arguments, size: number): Promise<Uint8Array> {
  if (given.has('mask')) {
    const shape = {
      size,
      fit: 'stretch',
      background: '#000000',
      colour: 'grey',
      reading: currentReading,
    } as const;
    const values = await decodeToValues(given.path('mask'), shape);
    return values.map((value) => (value >= 128 ? 1 : 0));
  }
  if (!given.has('hole')) throw new StudioError('argument-missing', { argument: '--mask or --hole' });
  const text = given.text('hole');
  const [x, y, width, height] = text.split(',').map(Number) as [number, number, number, number];
  const isInside =
    [x, y, width, height].every((value) => Number.isInteger(value) && value >= 0) &&
    x + width <= size &&
    y + height <= size;
  if (!isInside) {
    const expected = `four whole numbers X,Y,W,H of a rectangle inside ${size} x ${size} pixels`;
    throw new StudioError('argument-invalid', { argument: '--hole', value: text, expected });
  }
  return Uint8Array.from({ length: size * size }, (_, place) => {
    const [column, row] = [place % size, Math.floor(place / size)];
    return column >= x && column < x + width && row >= y && row < y + height ? 1 : 0;
  });
}
