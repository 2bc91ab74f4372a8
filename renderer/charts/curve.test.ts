import { expect, test } from 'vitest';
import { detailOf, nearest, smoothed, span, thinned, type Curve } from './curve';
import { linear, logarithmicSteps } from './scale';
import { curveOf, lossesOf } from '../testing/samples';

function noisy(length: number): Curve {
  const steps = Float64Array.from({ length }, (_, i) => i + 1);
  const values = steps.map((step) => 1 + 1 / step + 0.3 * Math.sin(step * step));
  return { steps, values };
}

test('smoothing leaves a level curve level from its first point on, and none changes nothing', () => {
  const level = curveOf([1, 2, 3, 9], [0.7, 0.7, 0.7, 0.7]);
  for (const value of Array.from(smoothed(level, 0.9).values)) expect(value).toBeCloseTo(0.7, 12);
  const curve = noisy(50);
  expect(Array.from(smoothed(curve, 0).values)).toEqual(Array.from(curve.values));
});

test('smoothing is the mean of all earlier points, weighted by how many steps ago they were', () => {
  const { values } = smoothed(curveOf([1, 2, 5], [3, 1, 2]), 0.5);
  const weights = [0.5 ** 4, 0.5 ** 3, 1];
  const expected = (3 * 0.0625 + 1 * 0.125 + 2) / weights.reduce((a, b) => a + b);
  expect(values[2]).toBeCloseTo(expected, 12);
});

test('the nearest point is a logged one', () => {
  const curve = curveOf([0, 50, 100], [2, 1, 0.5]);
  expect([-5, 24, 26, 75, 99, 400].map((step) => nearest(curve, step))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(nearest(curveOf([], []), 3)).toBe(-1);
});

for (const [name, scale] of Object.entries({ linear, logarithmicSteps })) {
  test(`thinning keeps the lowest and the highest of every column, ${name}`, () => {
    const curve = noisy(20_000);
    const columns = 100;
    const stretch = { from: 500, to: 15_000 };
    const few = thinned(curve, stretch, columns, scale);
    expect(few.steps.length).toBeLessThanOrEqual(4 * columns + 2);
    const left = scale.forward(stretch.from);
    const width = (scale.forward(stretch.to) - left) / columns;
    const extremes = ({ steps, values }: Curve) => {
      const found = Array.from({ length: columns }, () => [Infinity, -Infinity]);
      for (let i = 0; i < steps.length; i++) {
        const own = found[Math.floor((scale.forward(steps[i] as number) - left) / width)];
        const value = values[i] as number;
        if (own) own.splice(0, 2, Math.min(own[0] as number, value), Math.max(own[1] as number, value));
      }
      return found;
    };
    expect(extremes(few)).toEqual(extremes(curve));
    // The line leads on to both sides.
    expect(few.steps[0]).toBe(499);
    expect(few.steps[few.steps.length - 1]).toBe(15_001);
  });
}

test('few points stay as they are', () => {
  const curve = curveOf([0, 100, 200], [2, 1, 1.5]);
  expect(thinned(curve, { from: 0, to: 200 }, 600, linear)).toEqual(curve);
});

test('the span is that of the stretch', () => {
  const curve = curveOf([1, 2, 3, 4], [9, 1, 2, 0]);
  expect(span(curve, { from: 2, to: 3.5 })).toEqual({ low: 1, high: 2 });
  expect(span(curve, { from: 7, to: 9 })).toBeNull();
});

test('a hundred thousand points are gone through once to smooth and once to thin them', () => {
  const curve = noisy(100_000);
  let reads = 0;
  const counted = (column: Float64Array) =>
    new Proxy(column, {
      get: (target, key) => {
        reads++;
        return Reflect.get(target, key, target) as unknown;
      },
    });
  const watched = { steps: counted(curve.steps), values: counted(curve.values) };
  smoothed(watched, 0.9);
  for (const scale of [linear, logarithmicSteps]) thinned(watched, { from: 1, to: 100_000 }, 1000, scale);
  // A few looks at each point, and a search for the end of each column.
  expect(reads / 3 / 100_000).toBeLessThan(5);
});

test('a detail is used while it has all of what is shown', () => {
  const detail = { from: 10, to: 20, ...lossesOf([10, 11, 20], [3, 2, 1], [], []) };
  expect(detailOf({ from: 12, to: 20 }, detail)).toBe(detail);
  expect(detailOf({ from: 9, to: 12 }, detail)).toBeNull();
  expect(detailOf({ from: 12, to: 21 }, detail)).toBeNull();
  expect(detailOf(null, detail)).toBeNull();
  expect(detailOf({ from: 12, to: 20 }, null)).toBeNull();
});
