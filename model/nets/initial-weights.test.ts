import { expect, test } from 'vitest';
import { described } from '../testing/random-run';
import { initialWeights } from './initial-weights';
import { parametersOf } from './model-shape';
import { nameWeights } from './parameters';

const specs = parametersOf(described({ filters: 16, blocks: 1, colour: 'rgb', classes: 'folders' }));

test('weights fill their range, and masked ones are 0', () => {
  const weights = nameWeights(specs, initialWeights(specs, 1));
  for (const { name, fanIn, mask } of specs) {
    const values = weights.get(name) as Float32Array;
    const bound = 1 / Math.sqrt(fanIn);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(bound);
    if (values.length > 100) expect(Math.max(...values)).toBeGreaterThan(0.9 * bound);
    mask?.forEach((live, i) => expect(values[i] === 0).toBe(live === 0));
  }
});

test('the weights depend on the seed alone', () => {
  expect(initialWeights(specs, 5)).toEqual(initialWeights(specs, 5));
  expect(initialWeights(specs, 5)).not.toEqual(initialWeights(specs, 6));
});
