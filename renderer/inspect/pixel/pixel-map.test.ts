import { expect, test } from 'vitest';
import { someInspection, somePictures } from '../../testing/samples';
import { divergingColour, viridisColour } from '../../pictures/pixel-colours';
import { pixelMap, probabilityMap, type PixelMap } from './pixel-map';

const inspection = {
  ...someInspection(1),
  surprise: Float32Array.of(0, 1, 2, 4),
  entropy: Float32Array.of(0, 0.5, 1, 1.5),
  expected: Float32Array.of(0, 1, 1.5, 3),
  likeliest: Uint8Array.of(0, 1, 2, 3),
};

const colourAt = ({ colours }: PixelMap, pixel: number) => [...colours.rgba.slice(pixel * 4, pixel * 4 + 3)];

test('bits range from 0 to uniform, or to the most surprising pixel', () => {
  const surprise = pixelMap(inspection, 'surprise', null);
  expect(surprise).toMatchObject({ low: '0', mark: { at: 0.5, label: 'uniform is 2' }, high: '4 bits' });
  expect(colourAt(surprise, 2)).toEqual([...viridisColour(0.5)]);
  expect(surprise.describe(3)).toBe('surprise 4.000 bits');
  const entropy = pixelMap(inspection, 'entropy', null);
  expect(entropy).toMatchObject({ mark: null, high: '2 bits (uniform)' });
});

test('expected and likeliest levels are shown in their colours', () => {
  const expected = pixelMap(inspection, 'expected', null);
  expect(colourAt(expected, 2)).toEqual([128, 128, 128]);
  expect(expected.describe(2)).toBe('expected level 1.50');
  const likeliest = pixelMap(inspection, 'likeliest', null);
  expect(colourAt(likeliest, 1)).toEqual([85, 85, 85]);
  expect(likeliest).toMatchObject({ low: 'level 0', high: 'level 3' });
  expect(likeliest.describe(3)).toBe('likeliest level 3');
});

test('a difference is blue where it is less, orange where it is more, the same in the middle', () => {
  const other = { ...inspection, surprise: Float32Array.of(2, 1, 1, 4) };
  const map = pixelMap(inspection, 'surprise', other);
  expect(map).toMatchObject({ low: '−2', mark: { at: 0.5, label: 'the same' }, high: '+2 bits' });
  expect(colourAt(map, 0)).toEqual([...divergingColour(0)]);
  expect(colourAt(map, 1)).toEqual([...divergingColour(0.5)]);
  expect(colourAt(map, 2)).toEqual([...divergingColour(0.75)]);
  expect([map.describe(0), map.describe(1), map.describe(2)]).toEqual([
    'surprise −2.000 bits',
    'surprise 0.000 bits',
    'surprise +1.000 bits',
  ]);
});

test('channels count together in bits, and apart in levels and probabilities', () => {
  const pictures = { ...somePictures(1, 1), channels: 3, pixels: Uint8Array.of(0, 1, 2) };
  const colour = {
    ...someInspection(1, 1),
    pictures,
    surprise: Float32Array.of(1, 2, 3),
    likeliest: Uint8Array.of(3, 0, 1),
  };
  expect(pixelMap(colour, 'surprise', null).describe(0)).toBe('surprise 6.000 bits');
  const likeliest = pixelMap(colour, 'likeliest', null);
  expect(colourAt(likeliest, 0)).toEqual([255, 0, 85]);
  expect(likeliest.describe(0)).toBe('likeliest level 3, 0, 1');
  const probability = probabilityMap(colour, Float32Array.of(0.25, 0.5, 1), 1, 2);
  expect(colourAt(probability, 0)).toEqual([...viridisColour(0.5)]);
  expect(probability.describe(0)).toBe('probability of level 2: 0.5');
});
