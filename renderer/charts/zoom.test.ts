import { expect, test } from 'vitest';
import { linear } from './scale';
import { panned, stretchOf, zoomedAround } from './zoom';

const axis = (from: number, to: number) => ({ scale: linear, from, to });
const all = axis(0, 1000);

test('a stretch holds whole steps, and at least two', () => {
  expect(stretchOf(10.2, 19.5)).toEqual({ from: 10, to: 20 });
  expect(stretchOf(10.2, 10.8)).toBeNull();
});

test('panning moves by a share of the length and stops at the ends', () => {
  expect(panned(axis(100, 300), all, 0.5)).toEqual({ from: 200, to: 400 });
  expect(panned(axis(100, 300), all, -2)).toEqual({ from: 0, to: 200 });
  expect(panned(axis(700, 900), all, 9)).toEqual({ from: 800, to: 1000 });
});

test('zooming keeps the step that is read in its place, and out of everything ends it', () => {
  expect(zoomedAround(all, all, 0.25, 0.5)).toEqual({ from: 125, to: 625 });
  expect(zoomedAround(axis(125, 625), all, 0.25, 2)).toBeNull();
  expect(zoomedAround(axis(10, 12), all, 0, 0.5)).toBeUndefined();
});
