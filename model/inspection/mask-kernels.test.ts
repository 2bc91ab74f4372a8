import { expect, test } from 'vitest';
import type { Settings } from '../settings';
import { randomRun } from '../testing/random-run';
import { maskedKernels } from './mask-kernels';

const kernelsOf = (changes: Partial<Settings>) => {
  const { record, weights } = randomRun({ blocks: 1, firstKernel: 5, kernel: 3, ...changes });
  return new Map(maskedKernels(record, weights).map((kernel) => [kernel.layer, kernel]));
};

test('the unmasked taps, layer by layer', () => {
  const kernels = kernelsOf({ filters: 8 });
  expect([...kernels.keys()]).toEqual(['first', 'blocks.0.masked']);
  const first = kernels.get('first');
  expect(first).toMatchObject({ mask: 'A', rows: 3, columns: 5 });
  expect([...(first?.live ?? [])]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
  const second = kernels.get('blocks.0.masked');
  expect(second).toMatchObject({ mask: 'B', rows: 2, columns: 3 });
  expect([...(second?.live ?? [])]).toEqual([1, 1, 1, 1, 1, 0]);
  for (const { weights, live } of kernels.values()) {
    live.forEach((isLive, tap) => expect((weights[tap] as number) > 0).toBe(isLive === 1));
  }
});

test('in colour the tap at the pixel itself is partly unmasked, even under mask A', () => {
  expect([...(kernelsOf({ filters: 12, colour: 'rgb' }).get('first')?.live ?? [])].slice(10)).toEqual([
    1, 1, 1, 0, 0,
  ]);
});

test('the other architectures have kernels too, most of them without a mask', () => {
  const gated = kernelsOf({ architecture: 'gated', filters: 6, headFilters: 6, colour: 'rgb', blocks: 2 });
  expect(gated.get('layers.0.vertical')).toMatchObject({ mask: 'none', rows: 2, columns: 5 });
  expect(gated.get('layers.0.horizontal')).toMatchObject({ mask: 'A', rows: 1, columns: 3 });
  expect(gated.get('layers.1.horizontal')).toMatchObject({ mask: 'B', rows: 1, columns: 2 });
  const plusPlus = [...kernelsOf({ architecture: 'plus-plus', filters: 4 }).values()];
  expect(plusPlus.length).toBeGreaterThan(30);
  expect(plusPlus.every(({ mask, live }) => mask === 'none' && live.every((tap) => tap === 1))).toBe(true);
});
