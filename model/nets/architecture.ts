import type { PixelLikelihood } from '../likelihood/likelihood';
import type { Settings } from '../settings';
import type { ParameterSpec } from './parameters';
import type { PictureForm } from './picture-form';
import type { SeenLayer } from './receptive-field';

/** All that decides about a network's shape. */
export type ModelShape = Omit<Settings, keyof PictureForm> & PictureForm;

/** The settings that a receptive field depends on. */
export type Depth = Pick<Settings, 'architecture' | 'firstKernel' | 'kernel' | 'blocks'>;

/** What is known of an architecture without TensorFlow. */
export interface Architecture {
  /** Its name in the literature. */
  label: string;
  /** Names, shapes and masks of the weights, in the order of the flat vector, which is that of use. */
  parameters(model: ModelShape): ParameterSpec[];
  likelihood(model: ModelShape): PixelLikelihood;
  /** The receptive field after each layer, or block of layers, in their order. */
  receptiveField(depth: Depth): SeenLayer[];
  /** Set where a pixel may see less than that, depending on its place in coarser maps. */
  seesAtMost?: boolean;
  /** What the gradient needs of the forward pass, in values per pixel: measured, see memory-estimate.test.ts. */
  valuesPerPixel(model: ModelShape): number;
}
