import type { PixelLikelihood } from '../likelihood/likelihood';
import type { Check } from '../settings/knob';
import type { NetworkSettings } from '../settings/network';
import type { ParameterSpec } from './parameters';
import type { PictureForm } from './picture-form';
import type { SeenLayer } from './receptive-field';

/** All that decides about a network's shape, beside its architecture. */
export type ModelShape = NetworkSettings & PictureForm;

/** The settings that a receptive field depends on, beside the architecture. */
export type Depth = Pick<NetworkSettings, 'firstKernel' | 'kernel' | 'blocks'>;

/** What is known of an architecture without TensorFlow. */
export interface Architecture {
  /** Its name in the literature. */
  label: string;
  /** What sets it apart, as a clause after its label: "which has no blind spot". */
  trait?: string;
  /** The settings that it uses. */
  settings: readonly (keyof NetworkSettings)[];
  /** What it asks of them beyond their ranges. */
  checks: readonly Check<NetworkSettings>[];
  /** How large such a network is: "64 filters, 8 blocks". */
  sizeInWords(settings: NetworkSettings): string;
  /** Names, shapes and masks of the weights, in the order of the flat vector, which is that of use. */
  parameters(model: ModelShape): ParameterSpec[];
  likelihood(model: ModelShape): PixelLikelihood;
  /** The receptive field after each layer, or block of layers, in their order. */
  receptiveField(depth: Depth): SeenLayer[];
  /** Set where a pixel may see less than that, depending on its place in coarser maps. */
  seesAtMost?: boolean;
  /** What the gradient needs of the forward pass, in values per pixel: measured, see memory-estimate.test.ts. */
  valuesPerPixel(model: ModelShape): number;
  /** Whether the notebook's PyTorch model could hold such a network (weight-files/torch-layout.ts); absent: never. */
  fitsNotebook?(model: ModelShape): boolean;
}

export const atLeastOneBlock: Check<NetworkSettings> = {
  setting: 'blocks',
  isRight: ({ blocks }) => blocks > 0,
  expected: 'at least 1 in this architecture',
};

export function filtersAndBlocks({ filters, blocks }: NetworkSettings): string {
  return `${filters} filters, ${blocks} ${blocks === 1 ? 'block' : 'blocks'}`;
}
