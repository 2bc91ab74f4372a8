import type { Pictures } from '../../electron/api';

/** A small image as RGBA bytes in raster order, ready for a canvas. */
export interface Colours {
  width: number;
  height: number;
  rgba: Uint8ClampedArray;
}

/** Picture `index` in the greys or colours its levels stand for: level k is shown as round(255 k / (levels - 1)). */
export function pictureColours(pictures: Pictures, index: number): Colours {
  const { width, height, channels, levels, pixels } = pictures;
  const rgba = new Uint8ClampedArray(width * height * 4);
  const first = index * width * height * channels;
  for (let i = 0; i < width * height; i++) {
    for (let colour = 0; colour < 3; colour++) {
      const level = pixels[first + i * channels + Math.min(colour, channels - 1)] ?? 0;
      rgba[i * 4 + colour] = Math.round((255 * level) / (levels - 1));
    }
    rgba[i * 4 + 3] = 255;
  }
  return { width, height, rgba };
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

/** Stops of the viridis map: even steps of lightness, told apart by colour-blind eyes. */
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

/** The colour of `share` from 0 (dark violet) to 1 (yellow). */
export function viridisColour(share: number): [number, number, number] {
  const place = Math.max(0, Math.min(1, share)) * (viridis.length - 1);
  const below = Math.min(Math.floor(place), viridis.length - 2);
  const from = viridis[below] ?? viridis[0];
  const to = viridis[below + 1] ?? viridis[0];
  const mix = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * (place - below));
  return [mix(0), mix(1), mix(2)];
}

/** The viridis map as a CSS gradient from left to right. */
export const viridisGradient = `linear-gradient(to right, ${viridis.map((stop) => `rgb(${stop.join(',')})`).join(', ')})`;

/** Values of `width * height` pixels on a map from 0 to `most`. */
export function mapColours(values: ArrayLike<number>, width: number, height: number, most: number): Colours {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    rgba.set(viridisColour((values[i] ?? 0) / most), i * 4);
    rgba[i * 4 + 3] = 255;
  }
  return { width, height, rgba };
}
