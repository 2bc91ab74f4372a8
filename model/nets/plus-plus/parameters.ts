/** The layers of PixelCNN++ by name and size, and their parameters; network.ts uses them. */
import type { NetworkSettings } from '../../settings/network';
import type { PictureForm } from '../../picture-form';
import { sizeOf, type ParameterSpec } from '../parameters';

export type PlusPlusShape = Pick<PictureForm, 'channels' | 'width' | 'levels' | 'classes'> &
  Pick<NetworkSettings, 'filters' | 'blocks' | 'mixtures'>;

/** A weight-normalised layer. */
export interface NormalisedLayer {
  name: string;
  /** The kernel's: [rows, columns, inputs, outputs] or [inputs, outputs]. */
  shape: readonly number[];
  /** The standard deviation of each output on the first batch. */
  gain: number;
}

/** How often the picture is halved at each size of the network: whole, half and quarter. */
export const halvings = [0, 1, 2] as const;
export const coarsest = 2;

/** The sides of the streams' kernels. `down` sees the rows above a pixel, `right` also the pixels to its left. */
export const streamKernels = { down: [2, 3], right: [2, 2] } as const;
export type Stream = keyof typeof streamKernels;
export const streams: readonly Stream[] = ['down', 'right'];

/** The contracting path halves the size of maps, the expanding path doubles it again. */
export type SizePath = 'contract' | 'expand';
const paths: readonly SizePath[] = ['contract', 'expand'];

/**
 * Names the blocks of one size in the order they run. Each expanding block has a short-cut from a contracting partner: a
 * block, or the first block's input; hence there is one more, except at the coarsest size.
 */
export function blockNames(path: SizePath, halved: number, blocks: number): string[] {
  const count = path === 'contract' || halved === coarsest ? blocks : blocks + 1;
  return Array.from({ length: count }, (_, i) => `${path}.${halved}.${i}`);
}

/** Returns all parameters in the order of the flat vector. */
export function plusPlusParameters(shape: PlusPlusShape, outputs: number): ParameterSpec[] {
  return [...planLayers(shape, outputs).flatMap(normalisedParameters), ...planClassTables(shape)];
}

/** Plans all layers in the order of use. @param outputs the likelihood's numbers for each pixel */
export function planLayers(
  { channels, width, filters, blocks }: PlusPlusShape,
  outputs: number,
): NormalisedLayer[] {
  const inputs = channels * width + 1;
  const layers: NormalisedLayer[] = [];
  const plan = (name: string, shape: readonly number[], gain = 1) => layers.push({ name, shape, gain });
  // One more input than the picture has is 1 inside it, which distinguishes values of zero from the padding.
  plan('first.above', [2, 3, inputs, filters]);
  plan('first.row', [1, 3, inputs, filters]);
  plan('first.column', [2, 1, inputs, filters]);
  for (const path of paths) {
    for (const halved of halvings) {
      for (const stream of streams) {
        const kernel = streamKernels[stream];
        for (const block of blockNames(path, halved, blocks)) {
          // An expanding block reads its partner, and `right` reads `down`.
          const taken = (path === 'expand' ? filters : 0) + (stream === 'right' ? filters : 0);
          plan(`${block}.${stream}.first`, [...kernel, 2 * filters, filters]);
          if (taken) plan(`${block}.${stream}.shortcut`, [2 * taken, filters]);
          plan(`${block}.${stream}.second`, [...kernel, 2 * filters, 2 * filters], 0.1);
        }
        if (halved !== coarsest) plan(`${path}.${halved}.${stream}.resize`, [...kernel, filters, filters]);
      }
    }
  }
  plan('out', [filters, outputs]);
  return layers;
}

/** Returns a layer's parameters: `direction` in the shape of the kernel; `scale` and `bias` with one for each output. */
export function normalisedParameters({ name, shape }: NormalisedLayer): ParameterSpec[] {
  const outputs = shape[shape.length - 1] as number;
  const fanIn = sizeOf(shape) / outputs;
  return [
    { name: `${name}.direction`, shape, fanIn },
    { name: `${name}.scale`, shape: [outputs], fanIn },
    { name: `${name}.bias`, shape: [outputs], fanIn },
  ];
}

/** Plans a table of biases by class for each block (van den Oord et al. 2016, arXiv 1606.05328, section 2.3). */
export function planClassTables({ classes, filters, blocks }: PlusPlusShape): ParameterSpec[] {
  if (!classes) return [];
  const names = paths.flatMap((path) => halvings.flatMap((halved) => blockNames(path, halved, blocks)));
  const shape = [classes, 2 * filters];
  return names.flatMap((block) =>
    streams.map((stream) => ({ name: `${block}.${stream}.classes`, shape, fanIn: classes })),
  );
}
