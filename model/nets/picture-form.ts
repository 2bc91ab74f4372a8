/** How pictures enter a network and leave it. No TensorFlow here. */
import { colourOf } from '../images/palette';
import { applies } from '../settings';
import type { ModelDescription } from './model-description';

/** What every architecture has to know about pictures. */
export interface PictureForm {
  /** Variables predicted in turn at each pixel: 3 for R, G, B, else 1. */
  channels: 1 | 3;
  levels: number;
  /** Number of classes the network knows; 0 for none. */
  classes: number;
  /** Numbers the first layer gets for each variable: 3 for a palette's colour, else 1. */
  width: 1 | 3;
  /** Those numbers for every level, [levels, width]. */
  inputValues: Float32Array;
}

export function pictureForm({ settings, classNames, palette }: ModelDescription): PictureForm {
  const { levels, colour } = settings;
  const common = { levels, classes: settings.classes === 'folders' ? classNames.length : 0 };
  if (colour === 'palette') {
    return { ...common, channels: 1, width: 3, inputValues: paletteValues(palette, levels) };
  }
  const inputValues = Float32Array.from({ length: levels }, (_, level) => {
    const isBare = applies('inputScaling', settings) && settings.inputScaling === 'levels';
    return isBare ? level : (2 * level) / (levels - 1) - 1;
  });
  return { ...common, channels: colour === 'rgb' ? 3 : 1, width: 1, inputValues };
}

/** Red, green and blue from -1 to 1; 0 for a palette not known yet. */
function paletteValues(palette: readonly string[], levels: number): Float32Array {
  const values = new Float32Array(3 * levels);
  palette.forEach((colour, level) =>
    values.set(
      colourOf(colour).map((value) => value / 127.5 - 1),
      3 * level,
    ),
  );
  return values;
}
