import { categorical } from '../../likelihood/categorical';
import { filtersAndBlocks, type Architecture } from '../architecture';
import { kernelRows, spread, type SeenLayer } from '../receptive-field';
import { pixelcnnParameters } from './parameters';

/** The plain PixelCNN (van den Oord et al. 2016, arXiv 1601.06759). */
export const plain: Architecture = {
  label: 'PixelCNN',
  settings: ['filters', 'blocks', 'firstKernel', 'kernel', 'inputScaling'],
  checks: [
    // The blocks have half as many filters inside.
    { setting: 'filters', isRight: ({ filters }) => filters % 2 === 0, expected: 'even' },
  ],
  sizeInWords: filtersAndBlocks,
  parameters: pixelcnnParameters,
  likelihood: categorical,

  /** Starts with the taps of the first convolution, to which every block adds its own. */
  receptiveField({ blocks, firstKernel, kernel }) {
    let seen = kernelRows(firstKernel, 'A');
    const layers: SeenLayer[] = [{ after: 'the first convolution', lastColumns: seen }];
    for (let block = 1; block <= blocks; block++) {
      seen = spread(seen, kernelRows(kernel, 'B'));
      layers.push({ after: `block ${block}`, lastColumns: seen });
    }
    return layers;
  },

  valuesPerPixel({ channels, width, levels, firstKernel, filters, blocks }) {
    const patches = channels * width * ((firstKernel * (firstKernel + 1)) / 2);
    return patches + blocks * 2 * filters + 4 * filters + channels * levels;
  },

  fitsNotebook: ({ channels, width, classes }) => channels === 1 && width === 1 && classes === 0,
};
