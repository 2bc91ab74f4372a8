import { expect, test } from 'vitest';
import { defaultSettings } from '../../model/settings';
import { sightOf } from './sight';

const rowsOf = (marks: Uint8Array, width: number) =>
  Array.from({ length: marks.length / width }, (_, row) =>
    Array.from(marks.subarray(row * width, (row + 1) * width), (mark) => '.<>'[mark]).join(''),
  );

test('the first kernel alone sees its live taps, and is seen by those it is a tap of', () => {
  const settings = { ...defaultSettings, firstKernel: 3, blocks: 0 };
  expect(rowsOf(sightOf(settings, { x: 2, y: 1 }, { width: 5, height: 3 }), 5)).toEqual([
    '.<<<.',
    '.<.>.',
    '.>>>.',
  ]);
});

test('the blind spot of the plain network is left out, and the gated network has none', () => {
  const size = { width: 5, height: 3 };
  const plain = { ...defaultSettings, firstKernel: 3, kernel: 3, blocks: 1 };
  expect(rowsOf(sightOf(plain, { x: 2, y: 2 }, size), 5)).toEqual(['<<<<<', '<<<<.', '<<.>>']);
  const gated = { ...plain, architecture: 'gated', blocks: 2 } as const;
  expect(rowsOf(sightOf(gated, { x: 2, y: 2 }, size), 5)).toEqual(['<<<<<', '<<<<<', '<<.>>']);
});
