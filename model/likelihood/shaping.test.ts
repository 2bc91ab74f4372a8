import { expect, test } from 'vitest';
import { closeTo } from '../testing/assertions';
import { softmax } from './distribution';
import { atTemperature, shaped } from './shaping';

const logits = [Math.log(1), Math.log(2), Math.log(5)];

test('a temperature is an exponent; 1 changes nothing, and 0 takes the largest, the first of equals', () => {
  const distribution = softmax(logits);
  closeTo(atTemperature(distribution, 0.5), [1 / 30, 4 / 30, 25 / 30], 1e-15);
  expect(atTemperature(distribution, 1)).toEqual(distribution);
  expect([...atTemperature(distribution, 0)]).toEqual([0, 0, 1]);
  expect([...atTemperature(softmax([3, 7, 7]), 0)]).toEqual([0, 1, 0]);
});

test('a temperature near 0 leaves a distribution', () => {
  const many = softmax(new Float64Array(256).map((_, level) => (level === 3 ? 0.01 : 0)));
  closeTo(
    atTemperature(many, 1e-4),
    many.map((_, level) => (level === 3 ? 1 : 0)),
    1e-15,
  );
});

test('only the likeliest levels stay, by number and by share', () => {
  const own = Float64Array.of(0.1, 0.4, 0.1, 0.25, 0.15);
  const at = (shaping: object) => Array.from(shaped(own, { temperature: 1, ...shaping }));
  expect(at({})).toEqual([...own]);
  expect(at({ topK: 1 })).toEqual([0, 1, 0, 0, 0]);
  closeTo(at({ topK: 2 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0], 1e-12);
  // Of equals the first.
  closeTo(at({ topK: 4 }), [0.1 / 0.9, 0.4 / 0.9, 0, 0.25 / 0.9, 0.15 / 0.9], 1e-12);
  closeTo(at({ topP: 0.6 }), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0], 1e-12);
  expect(at({ topP: 0 })).toEqual([0, 1, 0, 0, 0]);
  closeTo(at({ topK: 3, topP: 0.4 }), [0, 1, 0, 0, 0], 1e-12);
});
