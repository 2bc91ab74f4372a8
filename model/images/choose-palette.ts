import sharp from 'sharp';
import { inBrightness, writtenColour } from './palette';
import { paletteOfPng } from './indexed-png';

/** Pixels looked at, evenly spread over all. */
const mostPixels = 2 ** 18;

/**
 * The colours by which pictures are shown best: their own when there are no more than `count`, else `count` that stand
 * for all (median cut with refinement, as in libimagequant). Dark to bright; repeated if there are fewer.
 * @param values uint8 [pixels, 3], at least one pixel
 */
export async function choosePalette(values: Uint8Array, count: number): Promise<string[]> {
  const own = ownColours(values, count);
  const colours = own ?? (await commonColours(values, count));
  const written = inBrightness(colours).map(writtenColour);
  // A network has as many levels as its settings say, whether or not there is a colour for each.
  return Array.from({ length: count }, (_, level) => written[Math.min(level, written.length - 1)] as string);
}

type Colour = [number, number, number];

function ownColours(values: Uint8Array, most: number): Colour[] | undefined {
  const found = new Set<number>();
  for (let i = 0; i < values.length; i += 3) {
    found.add(((values[i] as number) << 16) | ((values[i + 1] as number) << 8) | (values[i + 2] as number));
    if (found.size > most) return undefined;
  }
  return [...found].map((key) => [key >> 16, (key >> 8) & 255, key & 255]);
}

async function commonColours(values: Uint8Array, count: number): Promise<Colour[]> {
  const pixels = values.length / 3;
  const stride = Math.ceil(pixels / mostPixels);
  const width = 512;
  const height = Math.ceil(pixels / stride / width);
  const sample = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const from = 3 * ((i * stride) % pixels);
    sample.set(values.subarray(from, from + 3), 3 * i);
  }
  const png = await sharp(sample, { raw: { width, height, channels: 3 } })
    .png({ palette: true, colours: count, dither: 0, effort: 10 })
    .toBuffer();
  return paletteOfPng(png);
}
