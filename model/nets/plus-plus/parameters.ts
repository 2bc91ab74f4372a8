/** The layers of PixelCNN++ by name and size: what there is to learn. How they are joined: network.ts. */
import type { NetworkSettings } from '../../settings/network';
import type { PictureForm } from '../picture-form';
import { sizeOf, type ParameterSpec } from '../parameters';

export type PlusPlusShape = Pick<PictureForm, 'channels' | 'width' | 'levels' | 'classes'> &
  Pick<NetworkSettings, 'filters' | 'blocks' | 'mixtures'>;

/** A weight-normalised layer. */
export interface NormalisedLayer {
  name: string;
  /** Kernel [rows, columns, inputs, outputs] or [inputs, outputs]. */
  shape: readonly number[];
  /** Standard deviation that each output gets on the first batch. */
  gain: number;
}

/** How often the picture has been halved where the net works: whole, half, quarter. */
export const halvings = [0, 1, 2] as const;
export const coarsest = 2;

/** `down` knows the rows above a pixel, `right` also what is left of it in its row; with their kernels' sides. */
export const streamKernels = { down: [2, 3], right: [2, 2] } as const;
export type Stream = keyof typeof streamKernels;
export const streams: readonly Stream[] = ['down', 'right'];

/** The way in, where sizes shrink, and the way out, where they grow again. */
export type Way = 'contract' | 'expand';
const ways: readonly Way[] = ['contract', 'expand'];

/**
 * Blocks of one size in the order they run. Each expanding block takes a short-cut from a contracting partner: a
 * block, or what the blocks of that size began from; hence one more, except where the way turns.
 */
export function blockNames(way: Way, halved: number, blocks: number): string[] {
  const count = way === 'contract' || halved === coarsest ? blocks : blocks + 1;
  return Array.from({ length: count }, (_, i) => `${way}.${halved}.${i}`);
}

/** All there is to learn, in the order of the flat vector. */
export function plusPlusParameters(shape: PlusPlusShape, outputs: number): ParameterSpec[] {
  return [...planLayers(shape, outputs).flatMap(normalisedParameters), ...planClassTables(shape)];
}

/** `outputs`: numbers the likelihood wants for each pixel. */
export function planLayers(
  { channels, width, filters, blocks }: PlusPlusShape,
  outputs: number,
): NormalisedLayer[] {
  const inputs = channels * width + 1;
  const layers: NormalisedLayer[] = [];
  const plan = (name: string, shape: readonly number[], gain = 1) => layers.push({ name, shape, gain });
  // One input more than the picture has: it is 1 inside the picture, so that zeros around it can be told from values.
  plan('first.above', [2, 3, inputs, filters]);
  plan('first.row', [1, 3, inputs, filters]);
  plan('first.column', [2, 1, inputs, filters]);
  for (const way of ways) {
    for (const halved of halvings) {
      for (const stream of streams) {
        const kernel = streamKernels[stream];
        for (const block of blockNames(way, halved, blocks)) {
          // From its partner when expanding, and `right` from `down`.
          const taken = (way === 'expand' ? filters : 0) + (stream === 'right' ? filters : 0);
          plan(`${block}.${stream}.first`, [...kernel, 2 * filters, filters]);
          if (taken) plan(`${block}.${stream}.shortcut`, [2 * taken, filters]);
          plan(`${block}.${stream}.second`, [...kernel, 2 * filters, 2 * filters], 0.1);
        }
        if (halved !== coarsest) plan(`${way}.${halved}.${stream}.resize`, [...kernel, filters, filters]);
      }
    }
  }
  plan('out', [filters, outputs]);
  return layers;
}

/** A layer's parameters: `direction` as the kernel, `scale` and `bias` one for each output. */
export function normalisedParameters({ name, shape }: NormalisedLayer): ParameterSpec[] {
  const outputs = shape[shape.length - 1] as number;
  const fanIn = sizeOf(shape) / outputs;
  return [
    { name: `${name}.direction`, shape, fanIn },
    { name: `${name}.scale`, shape: [outputs], fanIn },
    { name: `${name}.bias`, shape: [outputs], fanIn },
  ];
}

/** For each block a table of biases by class (van den Oord et al. 2016, arXiv 1606.05328, section 2.3). */
export function planClassTables({ classes, filters, blocks }: PlusPlusShape): ParameterSpec[] {
  if (!classes) return [];
  const names = ways.flatMap((way) => halvings.flatMap((halved) => blockNames(way, halved, blocks)));
  const shape = [classes, 2 * filters];
  return names.flatMap((block) =>
    streams.map((stream) => ({ name: `${block}.${stream}.classes`, shape, fanIn: classes })),
  );
}
