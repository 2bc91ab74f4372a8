/** Converts between the values of an image file, 0 … 255, and the levels of a network, 0 … levels - 1. */
import { nearestLevels, paletteColours } from './palette';

/** The level of a value: floor(value * levels / 256), so that each level covers the same number of values. */
export function quantise(value: number, levels: number): number {
  return (value * levels) >> 8;
}

/** The value with which a level is shown: round(255 * level / (levels - 1)), so that black and white are reached. */
export function shownValue(level: number, levels: number): number {
  return Math.round((255 * level) / (levels - 1));
}

/** The level whose shown value is nearest to `value`; the inverse of `shownValue`. */
export function levelOfShown(value: number, levels: number): number {
  return Math.round((value * (levels - 1)) / 255);
}

/** `quantise` for every value, any layout. */
export function quantiseAll(values: Uint8Array, levels: number): Uint8Array {
  return values.map((value) => quantise(value, levels));
}

/** `shownValue` for every level, any layout. */
export function shownValues(pixels: Uint8Array, levels: number): Uint8Array {
  const shown = Uint8Array.from({ length: levels }, (_, level) => shownValue(level, levels));
  return pixels.map((level) => shown[level] as number);
}

/** The shown values of levels: one for a brightness; red, green and blue with a palette. */
export function shownColours(
  pixels: Uint8Array,
  { levels, palette }: { levels: number; palette?: readonly string[] },
): Uint8Array {
  return palette ? paletteColours(pixels, palette) : shownValues(pixels, levels);
}

/** The inverse of `shownColours`; other values give the nearest level. */
export function levelsOfShownColours(
  values: Uint8Array,
  { levels, palette }: { levels: number; palette?: readonly string[] },
): Uint8Array {
  return palette ? nearestLevels(values, palette) : levelsOfShown(values, levels);
}

/** The number of channels that `shownColours` returns for such pictures. */
export function shownChannels({
  channels,
  palette,
}: {
  channels: number;
  palette?: readonly string[];
}): 1 | 3 {
  return palette || channels === 3 ? 3 : 1;
}

/** `levelOfShown` for every value, any layout. */
export function levelsOfShown(values: Uint8Array, levels: number): Uint8Array {
  return values.map((value) => levelOfShown(value, levels));
}
