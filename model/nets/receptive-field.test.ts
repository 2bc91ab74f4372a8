import { expect, test } from 'vitest';
import { receptiveField, receptiveFieldGrowth } from './architectures';
import { relationsTo, type Relation } from './receptive-field';

test('without blocks a pixel sees the live taps of the first kernel', () => {
  const field = receptiveField({ architecture: 'plain', firstKernel: 7, kernel: 3, blocks: 0 });
  expect(field).toEqual({ reach: 3, side: 7, area: 24, lastColumns: [-1, 3, 3, 3] });
});

test('blocks widen the receptive field, and the blind spot is to the right', () => {
  const field = receptiveField({ architecture: 'plain', firstKernel: 3, kernel: 3, blocks: 2 });
  // To the right it grows only upwards: each block adds one column for each row.
  expect(field.lastColumns).toEqual([-1, 1, 2, 3]);
  expect(field.area).toBe(3 + 5 + 6 + 7);
  expect(field.side).toBe(7);
});

test('the gated network has no blind spot', () => {
  const field = receptiveField({ architecture: 'gated', firstKernel: 7, kernel: 3, blocks: 3 });
  expect(field.lastColumns).toEqual([-1, 5, 5, 5, 5, 5]);
});

test('PixelCNN++ sees far with few blocks', () => {
  const field = receptiveField({ architecture: 'plus-plus', firstKernel: 7, kernel: 3, blocks: 1 });
  expect(field.reach).toBeGreaterThan(32);
});

test('the receptive field grows with every block, up to that of the whole network', () => {
  for (const architecture of ['plain', 'gated', 'plus-plus'] as const) {
    const settings = { architecture, firstKernel: 7, kernel: 3, blocks: 2 };
    const growth = receptiveFieldGrowth(settings);
    const reaches = growth.map(({ field }) => field.reach);
    expect(reaches).toEqual([...reaches].sort((a, b) => a - b));
    expect(new Set(reaches).size).toBe(reaches.length);
    expect(growth[growth.length - 1]?.field).toEqual(receptiveField(settings));
  }
});

test('the parts of the growth are named in the order of use', () => {
  const parts = (architecture: 'plain' | 'gated' | 'plus-plus') =>
    receptiveFieldGrowth({ architecture, firstKernel: 5, kernel: 3, blocks: 1 }).map(
      ({ after, field }) => `${after}: ${field.reach}`,
    );
  expect(parts('plain')).toEqual(['the first convolution: 2', 'block 1: 3']);
  expect(parts('gated')).toEqual(['layer 1: 2']);
  expect(parts('plus-plus')).toEqual([
    'the first layer: 2',
    'block 1 at full size: 4',
    'downsampling to half size: 6',
    'block 1 at half size: 10',
    'downsampling to quarter size: 14',
    'block 1 at quarter size: 22',
    'block 2 at quarter size: 30',
    'upsampling to half size: 34',
    'block 1 at half size: 38',
    'block 2 at half size: 42',
    'upsampling to full size: 44',
    'block 1 at full size: 46',
    'block 2 at full size: 48',
  ]);
});

const plain = receptiveField({ architecture: 'plain', firstKernel: 3, kernel: 3, blocks: 1 });
const rowsOf = (relations: readonly Relation[], width: number) =>
  relations
    .map((relation) => (relation === 'self' ? 'X' : relation[0]))
    .join('')
    .match(new RegExp(`.{${width}}`, 'g'));

test('by geometry a pixel sees the pixels that layers connect with it; the rest of its window is the blind spot', () => {
  expect(rowsOf(relationsTo(plain, { height: 4, width: 6 }, { x: 2, y: 3 }), 6)).toEqual([
    'ffffff',
    'sssssf',
    'ssssbf',
    'ssXlll',
  ]);
});

test('a pixel within the receptive field without influence is unused, and not in the blind spot', () => {
  // All but the left neighbour are unused; outside the field nothing changes.
  const seen = Uint8Array.from('000000000000000000010000', Number);
  expect(rowsOf(relationsTo(plain, { height: 4, width: 6 }, { x: 2, y: 3 }, seen), 6)).toEqual([
    'ffffff',
    'uuuuuf',
    'uuuubf',
    'usXlll',
  ]);
});
