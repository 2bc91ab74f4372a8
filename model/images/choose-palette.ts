import sharp from 'sharp';
import { paletteOfPng } from './indexed-png';
import { inBrightness, nearestLevels, writtenColour } from './palette';

/** How many pixels are sampled, at even steps. */
const mostPixels = 2 ** 18;

/**
 * The palette that represents pictures best: their own colours when there are no more than `count`; otherwise the
 * colours of libimagequant (median cut with refinement), merged until `count` are left. Sorted from dark to bright;
 * the brightest is repeated if there are fewer.
 * @param values uint8 [pixels, 3], at least one pixel
 */
export async function choosePalette(values: Uint8Array, count: number): Promise<string[]> {
  const own = ownColours(values, count);
  const colours = own ?? (await commonColours(values, count));
  const written = inBrightness(colours).map(writtenColour);
  // Every level needs a colour, also when there are fewer colours than levels.
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
  // The library would round a smaller number to one that fills 2 or 4 bits.
  const png = await sharp(sample, { raw: { width, height, channels: 3 } })
    .png({ palette: true, colours: 256, dither: 0, effort: 10 })
    .toBuffer();
  const many = paletteOfPng(png);
  const shares = new Float64Array(many.length);
  for (const level of nearestLevels(sample, many.map(writtenColour)))
    shares[level] = (shares[level] as number) + 1;
  return merged(many, shares, count);
}

/**
 * Merges the two colours whose mean adds the least error, until `count` are left (Equitz 1989, "A new vector
 * quantization clustering algorithm", section III).
 * @param shares how many pixels each colour represents
 */
function merged(colours: readonly Colour[], shares: Float64Array, count: number): Colour[] {
  const groups = colours
    .map((mean, i) => ({ mean, share: shares[i] as number }))
    .filter(({ share }) => share > 0);
  while (groups.length > count) {
    let [least, one, other] = [Infinity, 0, 1];
    for (let i = 0; i < groups.length; i++) {
      for (let j = i + 1; j < groups.length; j++) {
        const cost = lossOfMerging(groups[i] as Group, groups[j] as Group);
        if (cost < least) [least, one, other] = [cost, i, j];
      }
    }
    groups[one] = together(groups[one] as Group, groups[other] as Group);
    groups.splice(other, 1);
  }
  return groups.map(({ mean }) => mean.map(Math.round) as Colour);
}

interface Group {
  mean: Colour;
  share: number;
}

/** The increase in the squared distances of the pixels to their colour. */
function lossOfMerging(a: Group, b: Group): number {
  const distance = a.mean.reduce((sum, value, c) => sum + (value - (b.mean[c] as number)) ** 2, 0);
  return (distance * a.share * b.share) / (a.share + b.share);
}

function together(a: Group, b: Group): Group {
  const share = a.share + b.share;
  const mean = a.mean.map((value, c) => (value * a.share + (b.mean[c] as number) * b.share) / share);
  return { mean: mean as Colour, share };
}
