import { categorical } from '../../likelihood/categorical';
import type { PixelLikelihood } from '../../likelihood/likelihood';
import { logisticMixture } from '../../likelihood/logistic-mixture';
import { atLeastOneBlock, filtersAndBlocks, type Architecture, type ModelShape } from '../architecture';
import type { PictureForm } from '../picture-form';
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

  // Two streams, in and out, at the whole, half and quarter side.
  valuesPerPixel: (model) =>
    2 * (2 * model.blocks + 1) * (1 + 1 / 4 + 1 / 16) * 14 * model.filters + likelihood(model).outputs,
};

/** A logistic mixture of brightnesses. The colours of a palette have no order, so no component could cover neighbours. */
export function isMixture({ width }: Pick<PictureForm, 'width'>): boolean {
  return width === 1;
}

function likelihood(model: ModelShape): PixelLikelihood {
  return isMixture(model) ? logisticMixture(model) : categorical(model);
}

/**
 * Rows above that each part adds: two by the first layer, one by each of a block's two convolutions, and two by each
 * change of size, counted in the rows of its own map.
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
    ['the way to half size', 2],
    ...at('half', blocks, 2),
    ['the way to quarter size', 4],
    ...at('quarter', 2 * blocks, 4),
    ['the way back to half size', 4],
    ...at('half', blocks + 1, 2),
    ['the way back to full size', 2],
    ...at('full', blocks + 1, 1),
  ];
}
