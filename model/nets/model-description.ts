/**
 * What a run's record says of its network: the settings, and what the images added to them. From it follow the form of
 * the pictures, the parameters and the likelihood. No TensorFlow here.
 */
import { colourOf } from '../images/palette';
import { categorical } from '../likelihood/categorical';
import type { PixelLikelihood } from '../likelihood/likelihood';
import { logisticMixture } from '../likelihood/logistic-mixture';
import type { RunRecord } from '../run-folder';
import { gatedParameters } from './gated/parameters';
import type { ParameterSpec } from './parameters';
import { pixelcnnParameters } from './plain/parameters';
import { plusPlusParameters } from './plus-plus/parameters';

export type ModelDescription = Pick<RunRecord, 'settings' | 'classNames' | 'palette'>;

/** What every architecture needs to know of pictures. */
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
    const isBare = settings.architecture !== 'plus-plus' && settings.inputScaling === 'levels';
    return isBare ? level : (2 * level) / (levels - 1) - 1;
  });
  return { ...common, channels: colour === 'rgb' ? 3 : 1, width: 1, inputValues };
}

/** In the order of the flat vector, which is that of use. */
export function parametersOf(description: ModelDescription): ParameterSpec[] {
  const { settings } = description;
  const form = pictureForm(description);
  switch (settings.architecture) {
    case 'plain':
      return pixelcnnParameters({ ...settings, ...form });
    case 'gated':
      return gatedParameters({ ...settings, ...form });
    case 'plus-plus':
      return plusPlusParameters({ ...settings, ...form }, likelihoodOf(description).outputs);
  }
}

/** A logistic mixture where PixelCNN++ sees brightnesses, else a softmax. */
export function likelihoodOf(description: ModelDescription): PixelLikelihood {
  const { settings } = description;
  const form = pictureForm(description);
  return isMixture(description) ? logisticMixture({ ...settings, ...form }) : categorical(form);
}

/** Palette colours have no order, so no bump could lie over neighbours. */
export function isMixture({ settings }: Pick<ModelDescription, 'settings'>): boolean {
  return settings.architecture === 'plus-plus' && settings.colour !== 'palette';
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
