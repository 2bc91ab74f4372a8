/** A palette gives the colour of each level of a picture, as #rrggbb. */

export type Colour = readonly [red: number, green: number, blue: number];

/** Parses #rrggbb to red, green and blue from 0 to 255. */
export function colourOf(written: string): Colour {
  const at = (from: number) => parseInt(written.slice(from, from + 2), 16);
  return [at(1), at(3), at(5)];
}

/** A colour as #rrggbb. */
export function writtenColour(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Sorts colours from dark to bright, so that neighbouring levels look similar where possible. */
export function inBrightness(colours: readonly Colour[]): Colour[] {
  const luma = ([red, green, blue]: Colour) => 299 * red + 587 * green + 114 * blue;
  return [...colours].sort((a, b) => luma(a) - luma(b));
}

/**
 * For each pixel, the level whose colour is nearest by squared distance, the first of equals.
 * @param values uint8 [pixels, 3]
 * @returns uint8 [pixels]
 */
export function nearestLevels(values: Uint8Array, palette: readonly string[]): Uint8Array {
  const colours = palette.map(colourOf);
  const known = new Map<number, number>();
  return Uint8Array.from({ length: values.length / 3 }, (_, pixel) => {
    const [red, green, blue] = values.subarray(3 * pixel, 3 * pixel + 3) as unknown as [
      number,
      number,
      number,
    ];
    const key = (red << 16) | (green << 8) | blue;
    let level = known.get(key);
    if (level === undefined) known.set(key, (level = nearest([red, green, blue], colours)));
    return level;
  });
}

/** Converts levels to their colours: uint8 [pixels] to [pixels, 3]. */
export function paletteColours(pixels: Uint8Array, palette: readonly string[]): Uint8Array {
  const colours = palette.map(colourOf);
  const values = new Uint8Array(3 * pixels.length);
  pixels.forEach((level, pixel) => values.set(colours[level] as Colour, 3 * pixel));
  return values;
}

function nearest(wanted: Colour, colours: readonly Colour[]): number {
  const distances = colours.map((colour) =>
    colour.reduce((sum, value, c) => sum + (value - (wanted[c] as number)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}
