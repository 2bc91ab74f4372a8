import type { PixelLikelihood } from '../likelihood/likelihood';
import type { Check } from '../settings/knob';
import type { NetworkSettings } from '../settings/network';
import type { ParameterSpec } from './parameters';
import type { PictureForm } from '../picture-form';
import type { SeenLayer } from './receptive-field';

/** Everything that determines a network's shape besides its architecture. */
export type ModelShape = NetworkSettings & PictureForm;

/** The settings that determine a receptive field, besides the architecture. */
export type Depth = Pick<NetworkSettings, 'firstKernel' | 'kernel' | 'blocks'>;

/** Everything about an architecture that needs no TensorFlow. */
export interface Architecture {
  /** Its name in the literature. */
  label: string;
  /** What sets it apart, as a clause after its label: "which has no blind spot". */
  trait?: string;
  /** The settings that it uses. */
  settings: readonly (keyof NetworkSettings)[];
  /** Checks of these settings beyond their ranges. */
  checks: readonly Check<NetworkSettings>[];
  /** The size of such a network in words: "64 filters, 8 blocks". */
  sizeInWords(settings: NetworkSettings): string;
  /** Names, shapes and masks of the weights in the order of the flat vector, in which the network uses them. */
  parameters(model: ModelShape): ParameterSpec[];
  likelihood(model: ModelShape): PixelLikelihood;
  /** The receptive field after each layer or block of layers, in order. */
  receptiveField(depth: Depth): SeenLayer[];
  /** Whether a pixel may see less than that, depending on its position in coarser maps. */
  seesAtMost?: boolean;
  /** Values per pixel that the forward pass keeps for the gradients, as measured in memory-estimate.test.ts. */
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
