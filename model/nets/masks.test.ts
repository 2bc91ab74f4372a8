import { expect, test } from 'vitest';
import { colourOf } from '../colour-order';
import { kernelMask, kernelShape, liveFanIn } from './masks';

const grey = { inputs: 1, outputs: 1, colours: 1 };

test('a mask of type A hides the pixel itself and all later ones', () => {
  const kernel = { type: 'A', side: 5, ...grey } as const;
  expect(kernelShape(kernel)).toEqual([3, 5, 1, 1]);
  expect([...kernelMask(kernel)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
});

test('a mask of type B shows the pixel itself', () => {
  expect([...kernelMask({ type: 'B', side: 3, ...grey })]).toEqual([1, 1, 1, 1, 1, 0]);
  expect([...kernelMask({ type: 'B', side: 1, ...grey })]).toEqual([1]);
});

test('at the pixel itself a colour sees earlier colours, and under type B its own', () => {
  const rgb = { side: 1, inputs: 3, outputs: 3, colours: 3 };
  expect([...kernelMask({ type: 'A', ...rgb })]).toEqual([0, 1, 1, 0, 0, 1, 0, 0, 0]);
  expect([...kernelMask({ type: 'B', ...rgb })]).toEqual([1, 1, 1, 0, 1, 1, 0, 0, 1]);
});

test('channels are divided among the colours in order, for any number of channels', () => {
  expect(Array.from({ length: 8 }, (_, channel) => colourOf(channel, 8, 3))).toEqual([
    0, 0, 0, 1, 1, 1, 2, 2,
  ]);
});

test('the fan-in counts live taps only', () => {
  const kernel = { type: 'A', side: 7, inputs: 1, outputs: 128, colours: 1 } as const;
  expect(liveFanIn(kernelMask(kernel), 128)).toBe(24);
});
