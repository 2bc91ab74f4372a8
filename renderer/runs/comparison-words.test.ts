import { expect, test } from 'vitest';
import type { RunSummary } from '../../electron/api/runs';
import { defaultSettings, type Settings } from '../../model/settings';
import { differences, folderName, reason, sameDice, verdict, type Compared } from './comparison-words';
import { someRun } from '../testing/samples';

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
  expect(verdict([compared('A', 0.5), compared('B', 0.4, { colour: 'rgb' })])).toContain(
    'different colour (Grey, RGB).',
  );
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

test('only settings that differ and matter are named', () => {
  const run = (changes: Partial<Settings>) => compared('L', 1, changes).run;
  const runs = [compared('A', 1).run, compared('B', 1, { filters: 8, mixtures: 7 }).run];
  expect(differences(runs)).toEqual([{ name: 'filters', label: 'Filters', values: ['64', '8'] }]);
  const gated = compared('C', 1, { architecture: 'gated', headFilters: 9 }).run;
  expect(differences([runs[0] as typeof gated, gated])).toContainEqual({
    name: 'headFilters',
    label: 'Head filters',
    values: ['–', '9'],
  });
  // Of the two lengths only the one that ends the run makes a difference.
  expect(differences([run({ steps: 300, epochs: 20 }), run({ steps: 300, epochs: 5 })])).toEqual([]);
  expect(differences([run({ steps: 300 }), run({ epochs: 5 })])).toEqual([
    { name: 'epochs', label: 'Epochs', values: ['–', '5'] },
    { name: 'steps', label: 'Steps', values: ['300', '–'] },
  ]);
  expect(sameDice(runs)).toBe(true);
});

const trained = (name: string, loss: number | null, changes: Partial<Settings>, step = 300): Compared => ({
  run: someRun({ id: name, name, step, settings: { ...defaultSettings, ...changes } }),
  best: loss === null ? null : { bits: loss, step },
});

test('what may be the reason is said of several settings, of chance, and of unequal lengths', () => {
  const plain = trained('A', 0.5, {});
  expect(reason([plain, trained('B', 0.4, { blocks: 9, filters: 8 })])).toBe(
    'They differ in filters and blocks: any of these may be the reason.',
  );
  expect(reason([plain, trained('B', 0.4, { seed: 2 })])).toBe(
    'Only the seed differs (1, 2), so the difference is chance.',
  );
  expect(reason([plain, trained('B', 0.4, { blocks: 9 }, 40)])).toBe(
    'Only one setting differs: blocks, 5 against 9. “B” has done 40 of 300 steps.',
  );
  expect(reason([plain, trained('B', 0.4, { levels: 8 })])).toBe('');
  expect(reason([plain, trained('B', 0.5, {})])).toBe('Their settings are the same.');
});

test('one run of each value, or two with the same seed, do not show that a setting is the reason', () => {
  const doubt = 'One run of each does not show that it is the reason: compare at least two seeds of each.';
  const plain = [trained('A', 0.5, {}), trained('A2', 0.51, { seed: 2 })];
  expect(reason([trained('A', 0.5, {}), trained('B', 0.4, { blocks: 9 })])).toBe(
    `Only one setting differs: blocks, 5 against 9. ${doubt}`,
  );
  expect(reason([...plain, trained('B', 0.4, { blocks: 9 })])).toContain(doubt);
  const again = [trained('B', 0.4, { blocks: 9 }), trained('B2', 0.41, { blocks: 9 })];
  expect(reason([...plain, ...again])).toContain(doubt);
  const silent = [trained('B', 0.4, { blocks: 9 }), trained('B2', null, { blocks: 9, seed: 2 })];
  expect(reason([...plain, ...silent])).toContain(doubt);
});

test('several seeds of each show a reason where the values differ by more than the seeds do', () => {
  const five = [trained('A', 0.5, {}), trained('A2', 0.52, { seed: 2 })];
  const nine = (second: number) => [
    trained('B', 0.4, { blocks: 9 }),
    trained('B2', second, { blocks: 9, seed: 2 }),
  ];
  expect(reason([...five, ...nine(0.41)])).toBe(
    'Only one setting differs besides the seed: blocks, 5 against 9. ' +
      'Blocks is the likely reason: the means differ by 0.105, the seeds of one value by up to 0.020.',
  );
  expect(reason([...five, ...nine(0.55)])).toContain(
    'This does not show that it is the reason: the means differ by 0.035, the seeds of one value by up to 0.150.',
  );
});

test('folders are named by their last part, or in full where that would mistake one for another', () => {
  const [a, b, c] = ['/x/cats', '/y/cats', 'C:\\y\\dogs'].map((dataFolder) => someRun({ dataFolder }));
  expect(folderName('C:\\y\\dogs', [a, c] as RunSummary[])).toBe('dogs');
  expect(folderName('/x/cats', [a, b] as RunSummary[])).toBe('/x/cats');
});
