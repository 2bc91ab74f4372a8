import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import type { Settings } from '../../settings';
import { leavingNoTensor } from '../../testing/assertions';
import { countForbidden, influences, withSubject } from '../../testing/network-proofs';
import { nameWeights } from '../parameters';

const tiny: Partial<Settings> = {
  architecture: 'gated',
  levels: 4,
  filters: 31,
  blocks: 3,
  firstKernel: 5,
  kernel: 3,
  headFilters: 61,
};

test.each([
  { firstKernel: 3, kernel: 5, blocks: 2 },
  { firstKernel: 7, kernel: 3, blocks: 1 },
])('no distribution depends on later pixels, with any kernels: %o', (changes) => {
  const settings: Partial<Settings> = { ...tiny, ...changes, colour: 'rgb' };
  expect(withSubject(settings, (subject) => countForbidden(subject, { height: 5, width: 5 }))).toBe(0);
});

test.each([1, 3])('there is no blind spot, with %i layers', (blocks) => {
  // The first kernel, of 5, reaches two pixels, and each further one, of 3, one more.
  const reach = 1 + blocks;
  const side = reach + 3;
  const seen = withSubject({ ...tiny, blocks }, (subject) =>
    influences(subject, { height: side, width: side }),
  );
  seen.forEach((targets, source) =>
    targets.forEach((isSeen, target) => {
      const up = Math.floor(target / side) - Math.floor(source / side);
      const right = (source % side) - (target % side);
      const isExpected = source < target && Math.abs(right) <= reach && up <= reach;
      expect({ source, target, isSeen }).toEqual({ source, target, isSeen: isExpected });
    }),
  );
});

test('initial kernels have variance 1 / fanIn; masked weights and biases are 0; the seed determines all', () =>
  leavingNoTensor(() =>
    withSubject({ ...tiny, colour: 'rgb', classes: 'folders', filters: 30 }, ({ network }) => {
      const levels = tf.zeros<tf.Rank.R4>([1, 1, 1, 3], 'int32');
      const flat = network.initialWeights(5, levels);
      expect(network.initialWeights(5, levels)).toEqual(flat);
      expect(network.initialWeights(6, levels)).not.toEqual(flat);
      levels.dispose();
      const named = nameWeights(network.parameters, flat);
      for (const { name, mask, fanIn } of network.parameters) {
        const values = named.get(name) as Float32Array;
        if (name.endsWith('.bias')) expect(values.every((value) => value === 0)).toBe(true);
        expect(values.every((value, i) => mask?.[i] !== 0 || value === 0)).toBe(true);
        const live = values.filter((_, i) => mask?.[i] !== 0);
        if (!name.endsWith('.kernel') || live.length < 900) continue;
        const variance = live.reduce((sum, value) => sum + value ** 2, 0) / live.length;
        expect(variance * fanIn).toBeGreaterThan(0.85);
        expect(variance * fanIn).toBeLessThan(1.15);
      }
    }),
  ));
