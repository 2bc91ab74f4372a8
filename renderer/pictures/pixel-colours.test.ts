import { expect, test } from 'vitest';
import {
  colourOfLevels,
  mapColours,
  pictureColours,
  sheetColours,
  sumOverChannels,
  viridisColour,
  writtenColour,
} from './pixel-colours';

const pictures = {
  count: 2,
  height: 1,
  width: 2,
  channels: 1,
  levels: 4,
  pixels: Uint8Array.of(0, 1, 2, 3),
};

test('levels are shown from black to white in even steps', () => {
  expect([...pictureColours(pictures, 0).rgba]).toEqual([0, 0, 0, 255, 85, 85, 85, 255]);
  expect([...pictureColours(pictures, 1).rgba]).toEqual([170, 170, 170, 255, 255, 255, 255, 255]);
});

test('three channels are red, green and blue', () => {
  const colour = {
    count: 1,
    height: 1,
    width: 1,
    channels: 3,
    levels: 256,
    pixels: Uint8Array.of(10, 20, 30),
  };
  expect([...pictureColours(colour, 0).rgba]).toEqual([10, 20, 30, 255]);
});

test("with a palette a level is that colour's number", () => {
  const palette = ['#000000', '#c81e00', '#ffffff'];
  const painted = { ...pictures, count: 1, levels: 3, palette, pixels: Uint8Array.of(1, 2) };
  expect([...pictureColours(painted, 0).rgba]).toEqual([200, 30, 0, 255, 255, 255, 255, 255]);
  expect(writtenColour(colourOfLevels(painted)([1]))).toBe('#c81e00');
});

test('a pixel of three channels costs what its channels cost', () => {
  expect([...sumOverChannels([1, 2, 3, 0.5, 0, 0.25], 3)]).toEqual([6, 0.75]);
  expect([...sumOverChannels([1, 2], 1)]).toEqual([1, 2]);
});

test('a sheet leaves clear gaps between its pictures', () => {
  const sheet = sheetColours(pictures, 1, 1);
  expect([sheet.width, sheet.height]).toEqual([2, 3]);
  const alpha = [...sheet.rgba].filter((_, i) => i % 4 === 3);
  expect(alpha).toEqual([255, 255, 0, 0, 255, 255]);
  expect([...sheet.rgba.subarray(16, 20)]).toEqual([170, 170, 170, 255]);
});

test('the map runs from dark violet to yellow and grows lighter all the way', () => {
  expect(viridisColour(0)).toEqual([68, 1, 84]);
  expect(viridisColour(1)).toEqual([253, 231, 37]);
  expect(viridisColour(7)).toEqual(viridisColour(1));
  const lightness = Array.from({ length: 101 }, (_, i) => {
    const [red, green, blue] = viridisColour(i / 100);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  expect(lightness).toEqual([...lightness].sort((a, b) => a - b));
});

test('a map puts its highest value at the bright end', () => {
  const { rgba } = mapColours([0, 3], 2, 1, 3);
  expect([...rgba]).toEqual([...viridisColour(0), 255, ...viridisColour(1), 255]);
});
