import { categorical } from '../../likelihood/categorical';
import type { PixelLikelihood } from '../../likelihood/likelihood';
import { logisticMixture } from '../../likelihood/logistic-mixture';
import { atLeastOneBlock, filtersAndBlocks, type Architecture, type ModelShape } from '../architecture';
import type { PictureForm } from '../../picture-form';
import { withoutBlindSpot } from '../receptive-field';
import { plusPlusParameters } from './parameters';

/** PixelCNN++ (Salimans et al. 2017, arXiv 1701.05517). */
export const plusPlus: Architecture = {
  label: 'PixelCNN++',
  trait: 'which works at three sizes',
  settings: ['filters', 'blocks', 'mixtures', 'dropout'],
  checks: [atLeastOneBlock],
  sizeInWords: (settings) => `${filtersAndBlocks(settings)} a stage, ${settings.mixtures} mixtures`,
  parameters: (model) => plusPlusParameters(model, likelihood(model).outputs),
  likelihood,

  receptiveField({ blocks }) {
    let reach = 0;
    return rowsAdded(blocks).map(([after, rows]) => ({
      after,
      lastColumns: withoutBlindSpot((reach += rows)),
    }));
  },
  seesAtMost: true,

  // Two streams, down and up again, at the whole, half and quarter side.
  valuesPerPixel: (model) =>
    2 * (2 * model.blocks + 1) * (1 + 1 / 4 + 1 / 16) * 14 * model.filters + likelihood(model).outputs,
};

/** Whether the likelihood is a logistic mixture. The colours of a palette have no order, so they need another one. */
export function isMixture({ width }: Pick<PictureForm, 'width'>): boolean {
  return width === 1;
}

function likelihood(model: ModelShape): PixelLikelihood {
  return isMixture(model) ? logisticMixture(model) : categorical(model);
}

/**
 * Returns the rows above that each part adds: two for the first layer, one for each of a block's two convolutions, and
 * two rows of the finer map for each change of size.
 */
function rowsAdded(blocks: number): [after: string, rows: number][] {
  const at = (size: string, count: number, pixel: number) =>
    Array.from({ length: count }, (_, block): [string, number] => [
      `block ${block + 1} at ${size} size`,
      2 * pixel,
    ]);
  return [
    ['the first layer', 2],
    ...at('full', blocks, 1),
    ['downsampling to half size', 2],
    ...at('half', blocks, 2),
    ['downsampling to quarter size', 4],
    ...at('quarter', 2 * blocks, 4),
    ['upsampling to half size', 4],
    ...at('half', blocks + 1, 2),
    ['upsampling to full size', 2],
    ...at('full', blocks + 1, 1),
  ];
}
