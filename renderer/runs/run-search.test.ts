import { expect, test } from 'vitest';
import { defaultSettings } from '../../model/settings';
import { searchRuns } from './run-search';
import { someRun } from '../testing/samples';

const runs = [
  someRun({ id: 'a', name: 'Digits', note: 'the first that looks right' }),
  someRun({
    id: 'b',
    name: 'Icons',
    status: 'stopped',
    settings: { ...defaultSettings, architecture: 'gated' },
  }),
];
const found = (wanted: string) => searchRuns(runs, wanted).map(({ id }) => id);

test('every word must be found, in any place', () => {
  expect(found('')).toEqual(['a', 'b']);
  expect(found('digits RIGHT')).toEqual(['a']);
  expect(found('gated stopped')).toEqual(['b']);
  expect(found('gated right')).toEqual([]);
});
