import { expect, test } from 'vitest';
import { somePictures } from '../testing/samples';
import { channelsOf } from './channels';

test('grey and a palette are one variable, each level in its colour', () => {
  const grey = somePictures(1, 2, 3);
  expect(channelsOf(grey)).toEqual([{ name: '', tone: 'grey', colours: ['#000000', '#808080', '#ffffff'] }]);
  const palette = ['#102030', '#ff0000', '#ffffff'];
  expect(channelsOf({ ...grey, palette })[0]?.colours).toEqual(palette);
});

test('red, green and blue are a chain', () => {
  const chain = channelsOf({ ...somePictures(1, 2, 3), channels: 3 });
  expect(chain.map(({ name }) => name)).toEqual(['R', 'G given R', 'B given R and G']);
  expect(chain[1]?.colours).toEqual(['#000000', '#008000', '#00ff00']);
});
