import { categorical } from '../../likelihood/categorical';
import { atLeastOneBlock, filtersAndBlocks, type Architecture } from '../architecture';
import { withoutBlindSpot } from '../receptive-field';
import { gatedParameters } from './parameters';

/** The Gated PixelCNN (van den Oord et al. 2016, arXiv 1606.05328). */
export const gated: Architecture = {
  label: 'Gated PixelCNN',
  trait: 'which has no blind spot',
  settings: ['filters', 'blocks', 'firstKernel', 'kernel', 'inputScaling', 'headFilters'],
  checks: [atLeastOneBlock],
  sizeInWords: filtersAndBlocks,
  parameters: gatedParameters,
  likelihood: categorical,

  receptiveField: ({ blocks, firstKernel, kernel }) =>
    Array.from({ length: blocks }, (_, layer) => ({
      after: `layer ${layer + 1}`,
      lastColumns: withoutBlindSpot((firstKernel - 1) / 2 + layer * ((kernel - 1) / 2)),
    })),

  valuesPerPixel: ({ channels, levels, filters, blocks, headFilters }) =>
    blocks * 8 * filters + 4 * headFilters + channels * levels,
};
