/** Maps of all pixels of a picture, as colours with a legend. */
import type { ImageInspection } from '../../../electron/api/inspection';
import { bits, significant } from '../../words/quantities';
import {
  colourOfLevels,
  coloursBy,
  divergingColour,
  divergingGradient,
  mapColours,
  steppedGradientOf,
  sumOverChannels,
  viridisColour,
  viridisGradient,
  type Colours,
  type MapScale,
} from '../../pictures/pixel-colours';

/** What a map shows of each pixel. */
export type Quantity = 'surprise' | 'entropy' | 'expected' | 'likeliest' | 'probability';

/** Another inspection to compare with: by other weights, or of the picture before a stroke. Maps [H,W,C]. */
export type OtherInspection = Pick<ImageInspection, 'surprise' | 'entropy' | 'expected' | 'bitsPerDim'>;
export type Comparable = 'surprise' | 'entropy' | 'expected';

export function isComparable(quantity: Quantity): quantity is Comparable {
  return quantity === 'surprise' || quantity === 'entropy' || quantity === 'expected';
}

export interface PixelMap extends MapScale {
  colours: Colours;
  /** Describes the value of a pixel, counted in raster order. */
  describe(pixel: number): string;
}

/** @param other shows how much more or less than there: own minus other */
export function pixelMap(
  inspection: ImageInspection,
  quantity: Comparable | 'likeliest',
  other: OtherInspection | null,
): PixelMap {
  if (quantity === 'likeliest') return levelMap(inspection, inspection.likeliest, 'likeliest');
  if (other) return differenceMap(inspection, quantity, other);
  return quantity === 'expected'
    ? levelMap(inspection, inspection.expected, 'expected')
    : bitsMap(inspection, quantity);
}

function bitsMap(inspection: ImageInspection, quantity: 'surprise' | 'entropy'): PixelMap {
  const { width, height, channels, levels } = inspection.pictures;
  const values = sumOverChannels(inspection[quantity], channels);
  const uniform = channels * Math.log2(levels);
  // Never below uniform, so that pictures can be compared.
  const most = values.reduce((so, value) => Math.max(so, value), uniform);
  const isAbove = uniform < most;
  return {
    colours: mapColours(values, width, height, most),
    gradient: viridisGradient,
    low: '0',
    mark: isAbove ? { at: uniform / most, label: `uniform is ${significant(uniform)}` } : null,
    high: `${significant(most)} bits${isAbove ? '' : ' (uniform)'}`,
    describe: (pixel) => `${quantity} ${bits(values[pixel] ?? 0)} bits`,
  };
}

function differenceMap(inspection: ImageInspection, quantity: Comparable, other: OtherInspection): PixelMap {
  const { width, height, channels } = inspection.pictures;
  const unit = quantity === 'expected' ? 'levels' : 'bits';
  const values = sumOverChannels(
    inspection[quantity].map((own, i) => own - (other[quantity][i] ?? 0)),
    channels,
  );
  const most = values.reduce((so, value) => Math.max(so, Math.abs(value)), 1e-3);
  return {
    colours: coloursBy(width, height, (pixel) => divergingColour(0.5 + (values[pixel] ?? 0) / (2 * most))),
    gradient: divergingGradient,
    low: `−${significant(most)}`,
    mark: { at: 0.5, label: 'the same' },
    high: `+${significant(most)} ${unit}`,
    describe: (pixel) =>
      `${quantity === 'expected' ? 'expected level' : quantity} ${signed(values[pixel] ?? 0)} ${unit}`,
  };
}

/** Levels, whole or between, in what they are shown as. */
function levelMap(
  { pictures }: ImageInspection,
  values: Float32Array | Uint8Array,
  kind: 'likeliest' | 'expected',
): PixelMap {
  const { width, height, channels, levels } = pictures;
  const shownAs = colourOfLevels(pictures);
  const own = (pixel: number) => values.subarray(pixel * channels, (pixel + 1) * channels);
  const written = (level: number) => (kind === 'likeliest' ? String(level) : level.toFixed(2));
  const scale = Array.from({ length: levels }, (_, level) => shownAs([level, level, level]));
  return {
    colours: coloursBy(width, height, (pixel) => shownAs(own(pixel))),
    gradient: steppedGradientOf(scale),
    low: 'level 0',
    mark: null,
    high: `level ${levels - 1}`,
    describe: (pixel) => `${kind} level ${Array.from(own(pixel), written).join(', ')}`,
  };
}

/** The probability of one level at every pixel, [H,W,C], of one channel. */
export function probabilityMap(
  { pictures }: ImageInspection,
  probabilities: Float32Array,
  channel: number,
  level: number,
): PixelMap {
  const { width, height, channels } = pictures;
  const at = (pixel: number) => probabilities[pixel * channels + channel] ?? 0;
  return {
    colours: coloursBy(width, height, (pixel) => viridisColour(at(pixel))),
    gradient: viridisGradient,
    low: '0',
    mark: null,
    high: '1, certain',
    describe: (pixel) => `probability of level ${level}: ${significant(at(pixel))}`,
  };
}

/** +0.125, −0.500, 0.000 */
export function signed(value: number): string {
  const written = bits(Math.abs(value));
  if (Number(written) === 0) return written;
  return `${value < 0 ? '−' : '+'}${written}`;
}
