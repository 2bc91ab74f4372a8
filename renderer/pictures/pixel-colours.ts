import type { Pictures } from '../../model/events';

/** A small image as RGBA bytes in raster order, ready for a canvas. */
export interface Colours {
  width: number;
  height: number;
  rgba: Uint8ClampedArray;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** The grey of a level, or its share of one colour: 0 to 255. */
export function shade(level: number, levels: number): number {
  return Math.round((255 * level) / (levels - 1));
}

/** Red, green and blue of #rrggbb. */
function colourOf(written: string): Colour {
  const at = (from: number) => parseInt(written.slice(from, from + 2), 16);
  return [at(1), at(3), at(5)];
}

export function writtenColour(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** The colour of a pixel's levels: a grey, a mixture of red, green and blue, or a colour of the palette. */
export function colourOfLevels({ levels, palette }: Pick<Pictures, 'levels' | 'palette'>) {
  const colours = palette?.map(colourOf);
  return (own: ArrayLike<number>): Colour => {
    const [red = 0, green = red, blue = red] = Array.from(own);
    return colours
      ? (colours[red] ?? [0, 0, 0])
      : [shade(red, levels), shade(green, levels), shade(blue, levels)];
  };
}

/** Picture `index` in the greys or colours of its levels. */
export function pictureColours(pictures: Pictures, index: number): Colours {
  const { width, height, channels, pixels, levels } = pictures;
  const rgba = new Uint8ClampedArray(width * height * 4);
  const first = index * width * height * channels;
  const colourAt = colourOfLevels(pictures);
  // Each of the three colours depends on one level alone.
  const colours = Array.from({ length: levels }, (_, level) => colourAt([level]));
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      const level = pixels[first + i * channels + Math.min(c, channels - 1)] ?? 0;
      rgba[i * 4 + c] = colours[level]?.[c] ?? 0;
    }
    rgba[i * 4 + 3] = 255;
  }
  return { width, height, rgba };
}

/** A picture with the pixels marked 1 covered by a chequered blue, which no picture contains. */
export function coveredColours({ width, height, rgba }: Colours, marked: Uint8Array): Colours {
  const covered = rgba.slice();
  marked.forEach((mark, pixel) => {
    const isEven = ((pixel % width) + Math.floor(pixel / width)) % 2 === 0;
    if (mark) covered.set(isEven ? [116, 160, 232] : [84, 130, 208], pixel * 4);
  });
  return { width, height, rgba: covered };
}

/** Several pictures in rows of `columns`, `gap` transparent pixels between them. */
export function sheetColours(pictures: Pictures, columns: number, gap: number): Colours {
  const rows = Math.ceil(pictures.count / columns);
  const across = pictures.width + gap;
  const down = pictures.height + gap;
  const width = columns * across - gap;
  const height = rows * down - gap;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let index = 0; index < pictures.count; index++) {
    const one = pictureColours(pictures, index);
    const left = (index % columns) * across;
    const top = Math.floor(index / columns) * down;
    for (let y = 0; y < one.height; y++) {
      const line = one.rgba.subarray(y * one.width * 4, (y + 1) * one.width * 4);
      rgba.set(line, ((top + y) * width + left) * 4);
    }
  }
  return { width, height, rgba };
}

/** Stops of the viridis map: even steps of lightness, which colour-blind eyes can distinguish. */
const viridis = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 73, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
] as const;

/** Stops for less (blue), the same (nearly black) and more (orange), which colour-blind eyes can distinguish. */
const diverging = [
  [132, 190, 255],
  [48, 108, 186],
  [24, 25, 30],
  [186, 92, 32],
  [255, 190, 110],
] as const;

/** The colour of `share` from 0 to 1 on a row of evenly spaced stops. */
function mixedColour(stops: readonly Colour[], share: number): Colour {
  const place = Math.max(0, Math.min(1, share)) * (stops.length - 1);
  const below = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [stops[below] as Colour, stops[below + 1] as Colour];
  const mix = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * (place - below));
  return [mix(0), mix(1), mix(2)];
}

/** The colour of `share` from 0 (dark violet) to 1 (yellow). */
export const viridisColour = (share: number): Colour => mixedColour(viridis, share);

/** The colour of `share` from 0 (blue) over 0.5 (nearly black) to 1 (orange). */
export const divergingColour = (share: number): Colour => mixedColour(diverging, share);

/** The scale of a map of colours. */
export interface MapScale {
  /** As a CSS gradient from left to right. */
  gradient: string;
  /** The label of its left end. */
  low: string;
  /** A value between the ends; `at` is its place from 0 to 1. */
  mark: { at: number; label: string } | null;
  /** The label of its right end. */
  high: string;
}

/** A row of evenly spaced stops as a CSS gradient from left to right. */
function gradientOf(stops: readonly Colour[]): string {
  return `linear-gradient(to right, ${stops.map((stop) => `rgb(${stop.join(',')})`).join(', ')})`;
}

/** Colours side by side, each as wide, as a CSS gradient from left to right. */
export function steppedGradientOf(colours: readonly Colour[]): string {
  const share = (place: number) => `${((100 * place) / colours.length).toFixed(3)}%`;
  const stops = colours.map((colour, i) => `rgb(${colour.join(',')}) ${share(i)} ${share(i + 1)}`);
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** The two maps as CSS gradients. */
export const viridisGradient = gradientOf(viridis);
export const divergingGradient = gradientOf(diverging);

/** For each pixel the sum over its channels: [H,W,C] to [H,W]. */
export function sumOverChannels(values: ArrayLike<number>, channels: number): Float32Array {
  const sums = new Float32Array(values.length / channels);
  for (let i = 0; i < values.length; i++) {
    const pixel = Math.floor(i / channels);
    sums[pixel] = (sums[pixel] ?? 0) + (values[i] ?? 0);
  }
  return sums;
}

/** Each of `width * height` pixels in the colour that `colourAt` returns for its number in raster order. */
export function coloursBy(width: number, height: number, colourAt: (pixel: number) => Colour): Colours {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    rgba.set(colourAt(i), i * 4);
    rgba[i * 4 + 3] = 255;
  }
  return { width, height, rgba };
}

/** Values of `width * height` pixels on a map from 0 to `most`. */
export function mapColours(values: ArrayLike<number>, width: number, height: number, most: number): Colours {
  return coloursBy(width, height, (pixel) => viridisColour((values[pixel] ?? 0) / most));
}

/** The same colours, transparent from pixel `from` on in raster order. */
export function blankedColours({ width, height, rgba }: Colours, from: number): Colours {
  return { width, height, rgba: rgba.slice().fill(0, from * 4) };
}

/** The colours under which marked pixels are shown: 1 blue, 2 orange. */
export const tints = { 1: [66, 133, 244], 2: [240, 140, 40] } as const satisfies Record<number, Colour>;
export type Tint = keyof typeof tints;

/** A picture with pixels marked 1 or 2 under the colour of their mark; others, marked 0, stay as they are. */
export function tintedColours({ width, height, rgba }: Colours, marks: Uint8Array): Colours {
  const tinted = rgba.slice();
  marks.forEach((mark, pixel) => {
    if (!mark) return;
    const tint = tints[mark === 1 ? 1 : 2];
    for (let i = 0; i < 3; i++)
      tinted[pixel * 4 + i] = 0.6 * (rgba[pixel * 4 + i] ?? 0) + 0.4 * (tint[i] ?? 0);
  });
  return { width, height, rgba: tinted };
}
