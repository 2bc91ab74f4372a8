/** Computes a network's shape, parameters and likelihood from its description. No TensorFlow here. */
import { levelChannels } from '../images/channels';
import { colourOf } from '../images/palette';
import type { PixelLikelihood } from '../likelihood/likelihood';
import { applies } from '../settings';
import type { ModelShape } from './architecture';
import { architectureOf } from './architectures';
import type { ModelDescription } from './model-description';
import type { ParameterSpec } from './parameters';
import type { PictureForm } from '../picture-form';

export function modelShape(description: ModelDescription): ModelShape {
  return { ...description.settings, ...pictureForm(description) };
}

/** Returns the parameters in the order of the flat vector, in which the network uses them. */
export function parametersOf(description: ModelDescription): ParameterSpec[] {
  return architectureOf(description.settings).parameters(modelShape(description));
}

export function likelihoodOf(description: ModelDescription): PixelLikelihood {
  return architectureOf(description.settings).likelihood(modelShape(description));
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
  return { ...common, channels: levelChannels(settings), width: 1, inputValues };
}

/** Returns red, green and blue of each level from -1 to 1; 0 while the palette is unknown. */
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
