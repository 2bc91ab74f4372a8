import { colourOf, type Colour } from '../palette';
import type { StoredPixels } from './stored-pixels';

/**
 * Blends pixels with a background: red, green and blue of each, with every value rounded once to the nearest. The
 * result has 8 bits where these hold all values exactly, otherwise 16. So pictures can be resized before they lose
 * precision, and the same pixels give the same values however they are stored.
 */
export function flatten(pixels: StoredPixels, background: string): Uint8Array | Uint16Array {
  const flat = pixels.channels === 3 ? pixels.values : layOn(colourOf(background), pixels);
  return flat instanceof Uint16Array && fitsEightBits(flat) ? inEightBits(flat) : flat;
}

function layOn(colour: Colour, { values, isDivided }: StoredPixels): Uint8Array | Uint16Array {
  const isDeep = values instanceof Uint16Array;
  const full = isDeep ? 65535 : 255;
  const white = isDeep || hasPartialOpacity(values) ? 65535 : 255;
  const flat = new (white === 255 ? Uint8Array : Uint16Array)((values.length / 4) * 3);
  const scale = white / full;
  const behind = colour.map((value) => (value * white) / 255);
  for (let from = 0, to = 0; from < values.length; from += 4) {
    const opacity = values[from + 3] as number;
    for (let channel = 0; channel < 3; channel++, to++) {
      const value = values[from + channel] as number;
      if (opacity === full) flat[to] = value * scale;
      else {
        // The library rounded down when it divided by the opacity; rounding up restores the stored value.
        const light = isDivided ? Math.ceil((value * opacity) / full) * full : value * opacity;
        flat[to] = Math.round((light * scale + (full - opacity) * (behind[channel] as number)) / full);
      }
    }
  }
  return flat;
}

/** The opacity of every pixel, in 8 bits where these hold it exactly; undefined where all are opaque. */
export function opacityOf({ channels, values }: StoredPixels): Uint8Array | Uint16Array | undefined {
  if (channels === 3) return undefined;
  const full = values instanceof Uint16Array ? 65535 : 255;
  const opacity = values.filter((_, at) => at % 4 === 3);
  if (opacity.every((value) => value === full)) return undefined;
  return opacity instanceof Uint16Array && fitsEightBits(opacity) ? inEightBits(opacity) : opacity;
}

/** Converts values from 0 … 65535 to 0 … 255, rounded to the nearest. */
export function inEightBits(values: Uint16Array): Uint8Array {
  const rounded = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) rounded[i] = Math.round((values[i] as number) / 257);
  return rounded;
}

/** Whether some pixel is partly transparent. */
function hasPartialOpacity(values: Uint8Array): boolean {
  for (let at = 3; at < values.length; at += 4) {
    if (values[at] !== 0 && values[at] !== 255) return true;
  }
  return false;
}

function fitsEightBits(values: Uint16Array): boolean {
  for (const value of values) if (value % 257 !== 0) return false;
  return true;
}
