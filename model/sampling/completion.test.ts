import { afterAll, describe, expect, test } from 'vitest';
import type { Pictures } from '../events';
import { pictureForm } from '../nets/model-shape';
import { randomValues } from '../random';
import type { Settings } from '../settings';
import { randomRun } from '../testing/random-run';
import { comparePicks, conditionals } from '../testing/sampler-proofs';
import { completionOf, knownPixels } from './completion';
import { drawPictures, type DrawingRequest } from './sample';
import { endIdleThreads } from './sampling-threads';

afterAll(endIdleThreads);

const [height, width] = [4, 5];
const size = height * width;
const count = 3;
const request: DrawingRequest = { count, seed: 7, temperature: 1, start: 'blank', height, width };

const nets: Partial<Settings>[] = [
  { filters: 8, blocks: 1, levels: 4 },
  { filters: 12, blocks: 1, levels: 6, colour: 'palette', classes: 'folders' },
  { architecture: 'gated', filters: 16, blocks: 2, headFilters: 40, levels: 4, colour: 'rgb' },
  { architecture: 'plus-plus', filters: 4, blocks: 1, levels: 8, colour: 'rgb', classes: 'folders' },
];

describe.each(nets)('%o', (changes) => {
  const run = randomRun(changes);
  const { channels, levels } = pictureForm(run.record);
  const picture: Pictures = {
    count: 1,
    height,
    width,
    channels,
    levels,
    pixels: Uint8Array.from(randomValues(size * channels, 2, 0), (die) => Math.floor(die * levels)),
  };
  const complete = async (unknown: Uint8Array, more: Partial<DrawingRequest> = {}) => {
    const known = knownPixels(picture, unknown);
    const { pictures } = await drawPictures(run, { ...request, known, ...more });
    return { known, pictures };
  };
  /** Each pixel is unknown with probability 0.5, apart from the first two, which are known. */
  const scattered = Uint8Array.from(randomValues(size, 3, 0), (die, i) => (i > 1 && die < 0.5 ? 1 : 0));

  test('known pixels stay, and the others are drawn from their distributions given all pixels before them', async () => {
    const { known, pictures } = await complete(scattered);
    pictures.pixels.forEach((level, i) => {
      const variable = i % (size * channels);
      if (!scattered[Math.floor(variable / channels)]) expect(level).toBe(picture.pixels[variable]);
    });
    const distributions = conditionals(run, pictures, (image) => image % 3);
    const { wrong, ties } = comparePicks(distributions, pictures, { ...request, known });
    expect(wrong).toBe(0);
    const plain = await complete(scattered, { sampler: 'naive', start: 'noise' });
    if (ties === 0) expect(plain.pictures).toEqual(pictures);
  });

  test('the levels of unknown pixels have no influence', async () => {
    const { known, pictures } = await complete(scattered);
    const changed = known.levels.map((level, i) =>
      scattered[Math.floor(i / channels)] ? (level + 1) % levels : level,
    );
    const other = await drawPictures(run, { ...request, known: { ...known, levels: changed } });
    expect(other.pictures).toEqual(pictures);
  });

  test('known pixels change the unknown pixels after them, but none before', async () => {
    const free = (await drawPictures(run, request)).pictures;
    // A band of known pixels below the first row, with unknown pixels below it.
    const unknown = Uint8Array.from({ length: size }, (_, i) => (i < width || i >= 2 * width + 2 ? 1 : 0));
    const { pictures } = await complete(unknown);
    const part = ({ pixels }: Pictures, image: number, from: number, to: number) =>
      pixels.subarray((image * size + from) * channels, (image * size + to) * channels);
    let changed = 0;
    for (let image = 0; image < count; image++) {
      expect(part(pictures, image, 0, width)).toEqual(part(free, image, 0, width));
      const later = part(free, image, 2 * width + 2, size);
      changed += part(pictures, image, 2 * width + 2, size).filter((level, i) => level !== later[i]).length;
    }
    expect(changed).toBeGreaterThan(0);
  });
});

test('completionOf counts the known pixels, and those of them after the first unknown one', () => {
  const { pixels, ...form }: Pictures = {
    count: 1,
    height: 2,
    width: 3,
    channels: 3,
    levels: 4,
    pixels: new Uint8Array(18),
  };
  const known = (...unknown: number[]) => knownPixels({ ...form, pixels }, Uint8Array.from(unknown));
  expect(completionOf(known(0, 0, 1, 0, 0, 1))).toEqual({ known: 4, unheard: 2 });
  expect(completionOf(known(0, 0, 0, 0, 1, 1))).toEqual({ known: 4, unheard: 0 });
  expect(completionOf(known(1, 1, 1, 1, 1, 1))).toEqual({ known: 0, unheard: 0 });
  const unusable = expect.objectContaining({ code: 'mask-unusable' }) as Error;
  expect(() => known(1, 1)).toThrow(unusable);
  expect(() => known(0, 0, 0, 0, 0, 0)).toThrow(unusable);
});
