import { expect, test } from 'vitest';
import { gatedParameters, type GatedShape } from './parameters';

const shape: GatedShape = {
  channels: 3,
  width: 1,
  levels: 2,
  classes: 0,
  filters: 3,
  blocks: 2,
  firstKernel: 3,
  kernel: 3,
  headFilters: 4,
};

const named = (changes: Partial<GatedShape> = {}) =>
  new Map(gatedParameters({ ...shape, ...changes }).map((spec) => [spec.name, spec]));

/** A mask's rows, one for each input: 1 for each output that sees it. */
function rows(mask: Float32Array | undefined, outputs: number): string[] {
  const digits = [...(mask ?? [])].join('');
  return digits.match(new RegExp(`.{${outputs}}`, 'g')) ?? [];
}

test('in both halves the first row kernel sees all to the left, and earlier colours of the pixel itself', () => {
  const { mask, shape: sides } = named().get('layers.0.horizontal.kernel') ?? {};
  expect(sides).toEqual([1, 2, 3, 6]);
  expect(rows(mask, 6)).toEqual(['111111', '111111', '111111', '011011', '001001', '000000']);
});

test('later row kernels see their own colour too', () => {
  const { mask } = named().get('layers.1.horizontal.kernel') ?? {};
  expect(rows(mask, 6).slice(3)).toEqual(['111111', '011011', '001001']);
});

test('1x1 kernels follow the order of colours, for any number of channels', () => {
  const parameters = named();
  const ordered = ['111111', '011011', '001001'];
  expect(rows(parameters.get('layers.0.link.kernel')?.mask, 6)).toEqual([...ordered, ...ordered]);
  expect(rows(parameters.get('layers.0.residual.kernel')?.mask, 3)).toEqual(['111', '011', '001']);
  // Channels 0 and 1 of 4 are red, 2 is green, 3 is blue.
  expect(rows(parameters.get('head.0.kernel')?.mask, 4)).toEqual(['1111', '0011', '0001']);
  expect(rows(parameters.get('out.kernel')?.mask, 6)).toEqual(['111111', '111111', '001111', '000011']);
});

test('the vertical stack has no mask, and its first kernel reads only rows above', () => {
  const parameters = named();
  expect(parameters.get('layers.0.vertical.kernel')).toMatchObject({ shape: [1, 3, 3, 6], fanIn: 9 });
  expect(parameters.get('layers.1.vertical.kernel')).toMatchObject({ shape: [2, 3, 3, 6], fanIn: 18 });
  expect([...parameters.values()].filter(({ name, mask }) => name.includes('vertical') && mask)).toEqual([]);
});

test('grey needs no mask and no tap at the pixel itself', () => {
  const parameters = named({ channels: 1 });
  expect(parameters.get('layers.0.horizontal.kernel')).toMatchObject({ shape: [1, 1, 1, 6], fanIn: 1 });
  expect([...parameters.values()].filter(({ mask }) => mask)).toEqual([]);
});

test('a palette pixel has three inputs of one variable, and does not see itself', () => {
  const parameters = named({ channels: 1, width: 3 });
  expect(parameters.get('layers.0.horizontal.kernel')).toMatchObject({ shape: [1, 1, 3, 6], fanIn: 3 });
  expect(parameters.get('layers.0.vertical.kernel')).toMatchObject({ shape: [1, 3, 3, 6] });
  expect([...parameters.values()].filter(({ mask }) => mask)).toEqual([]);
});

test('every gated layer whose gate is used has a table of class biases', () => {
  const tables = [...named({ classes: 5 }).values()].filter(({ name }) => name.endsWith('.classes'));
  expect(tables.map(({ name }) => name)).toEqual([
    'layers.0.vertical.classes',
    'layers.0.horizontal.classes',
    'layers.1.horizontal.classes',
  ]);
  expect(tables[0]?.shape).toEqual([5, 6]);
});
