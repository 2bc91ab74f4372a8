import { expect, test } from 'vitest';
import type { RunSummary } from '../electron/api';
import { defaultSettings, type Settings } from '../model/settings';
import { differences, folderName, reason, sameDice, verdict, type Compared } from './comparison-words';
import { someRun } from './testing/samples';

function compared(
  name: string,
  loss: number | null,
  changes: Partial<Settings> = {},
  imagesDigest = 'a1',
): Compared {
  const run = someRun({ id: name, name, settings: { ...defaultSettings, ...changes }, imagesDigest });
  return { run, best: loss === null ? null : { bits: loss, step: 1200 } };
}

test('the better of two is named with the difference', () => {
  const said = verdict([compared('Wide', 0.5), compared('Deep', 0.4)]);
  expect(said).toBe(
    '“Deep” is better on validation: 0.400 bits per dimension at step 1,200, ' +
      'against 0.500 bits per dimension at step 1,200 of “Wide”, 0.100 (20.0 %) less.',
  );
});

test('several are ranked, and equals are called equal', () => {
  expect(verdict([compared('A', 0.5), compared('B', 0.4), compared('C', 0.8)])).toContain(
    '“B” is best on validation: 0.400 bits per dimension at step 1,200. It beats “A” by 0.100 (20.0 %), “C” by 0.400 (50.0 %).',
  );
  expect(verdict([compared('A', 0.40001), compared('B', 0.40002)])).toContain('equally good');
});

test('different pictures cannot be compared', () => {
  expect(verdict([compared('A', 0.5), compared('B', 0.4, { levels: 16, size: 8 })])).toBe(
    'Their losses cannot be compared: different size (16, 8); different levels (4, 16).',
  );
  expect(verdict([compared('A', 0.5), compared('B', 0.4, {}, 'b2')])).toContain('different images');
  expect(verdict([compared('A', 0.5), compared('B', 0.4, {}, '')])).toContain('images of “B” are not known');
  const palette = { colour: 'palette' } as const;
  expect(verdict([compared('A', 1, palette), compared('B', 1, { ...palette, seed: 2 })])).toContain(
    'palettes',
  );
});

test('another split of the same images is a caution, and a run without validation is named', () => {
  const said = verdict([compared('A', 0.5), compared('B', 0.4, { seed: 2 }), compared('C', null)]);
  expect(said).toContain('“B” is better');
  expect(said).toContain('different validation images of the same folder');
  expect(said).toContain('“C” has no validation loss.');
});

test('only settings that differ and matter are told', () => {
  const runs = [compared('A', 1).run, compared('B', 1, { filters: 8, mixtures: 7 }).run];
  expect(differences(runs)).toEqual([{ name: 'filters', label: 'Filters', values: ['64', '8'] }]);
  const gated = compared('C', 1, { architecture: 'gated', headFilters: 9 }).run;
  expect(differences([runs[0] as typeof gated, gated])).toContainEqual({
    name: 'headFilters',
    label: 'Head filters',
    values: ['–', '9'],
  });
  expect(sameDice(runs)).toBe(true);
});

test('what may be the reason is said of one setting, of several, of chance, and of unequal lengths', () => {
  const run = (name: string, changes: Partial<Settings>, step = 300) =>
    someRun({ name, step, settings: { ...defaultSettings, ...changes } });
  const plain = run('A', {});
  expect(reason([plain, run('B', { blocks: 9 })])).toBe(
    'Only one setting differs, so it is why: blocks, 5 against 9.',
  );
  expect(reason([plain, run('B', { blocks: 9, filters: 8 })])).toBe(
    'They differ in filters and blocks: any of these may be why.',
  );
  expect(reason([plain, run('B', { seed: 2 })])).toContain('chance');
  expect(reason([plain, run('B', { blocks: 9 }, 40)])).toBe(
    'Only one setting differs: blocks, 5 against 9. “B” has done 40 of 300 steps.',
  );
  expect(reason([plain, run('B', { levels: 8 })])).toBe('');
});

test('folders are named by their last part, or in full where that would mistake one for another', () => {
  const [a, b, c] = ['/x/cats', '/y/cats', 'C:\\y\\dogs'].map((dataFolder) => someRun({ dataFolder }));
  expect(folderName('C:\\y\\dogs', [a, c] as RunSummary[])).toBe('dogs');
  expect(folderName('/x/cats', [a, b] as RunSummary[])).toBe('/x/cats');
});
