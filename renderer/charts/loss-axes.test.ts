import { expect, test } from 'vitest';
import { allSteps, bitsAxis, stepAxis, settled, type Wanted } from './loss-axes';
import { referenceLines } from './reference-lines';
import { curveOf } from '../testing/samples';

const wanted: Wanted = { zoom: null, logSteps: false, logBits: false };
const curve = curveOf([1, 2, 3, 4], [1.9, 1.2, 0.8, 0.5]);
const lines = referenceLines({ uniform: 2, histogram: 1.1, png: 9 }, 4);

test('all steps of all curves, and a stretch even for one', () => {
  expect(allSteps([curve, curveOf([0, 50], [2, 1])])).toEqual({ from: 0, to: 50 });
  expect(allSteps([curveOf([0], [2])])).toEqual({ from: 0, to: 1 });
  expect(allSteps([])).toEqual({ from: 0, to: 1 });
});

test('the whole chart holds curves and lines, but not one far above', () => {
  const { from, to } = bitsAxis([curve], lines, { from: 1, to: 4 }, wanted);
  expect(from).toBeLessThan(0.5);
  expect(to).toBeGreaterThan(2);
  expect(to).toBeLessThan(3);
});

test('zoomed in, the losses of that stretch fill the chart', () => {
  const zoom = { from: 3, to: 4 };
  const axis = bitsAxis([curve], lines, zoom, { ...wanted, zoom });
  expect(axis.from).toBeGreaterThan(0.4);
  expect(axis.to).toBeLessThan(0.9);
  expect(stepAxis([curve], { ...wanted, zoom })).toMatchObject(zoom);
});

test('a small trembling is not blown up, and a logarithmic axis stays above 0', () => {
  const still = curveOf([1, 2], [2, 1.9999]);
  const near = bitsAxis([still], [], { from: 1, to: 2 }, wanted);
  expect(near.to - near.from).toBeGreaterThan(0.2);
  const low = curveOf([1, 2], [2, 0]);
  expect(bitsAxis([low], [], { from: 1, to: 2 }, { ...wanted, logBits: true }).from).toBeGreaterThan(0);
});

test('a curve without its beginning keeps the steps after it', () => {
  const { steps, values } = settled(curveOf([0, 10, 50, 100], [9, 3, 2, 1]), 0.1);
  expect([...steps]).toEqual([10, 50, 100]);
  expect([...values]).toEqual([3, 2, 1]);
  expect(settled(curveOf([0], [9]), 0.1).values).toEqual(Float64Array.of(9));
});
