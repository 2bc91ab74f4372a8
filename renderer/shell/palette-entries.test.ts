import { expect, test } from 'vitest';
import { menuActionNames } from '../../electron/desktop/menu-actions';
import { paletteEntries, searchEntries } from './palette-entries';

const entries = paletteEntries(
  menuActionNames,
  ['/pictures/train stations'],
  [{ id: 'run-1', name: 'Birds' }],
);
const found = (wanted: string) => searchEntries(entries, wanted).map(({ label }) => label);

test('what begins with the word comes first, then what holds all words anywhere', () => {
  expect(found('tra')).toEqual(['Train', 'Start Training', '/pictures/train stations']);
  expect(found('theme VIEW light')).toEqual(['Light Theme']);
  expect(found('run birds')).toEqual(['Birds']);
  expect(found('nothing such')).toEqual([]);
});

test('every action of the menu is there that needs neither the focus nor the page', () => {
  const labels = found('');
  for (const label of ['Data', 'Stop', 'Settings', 'Export…']) expect(labels).toContain(label);
  for (const label of ['Undo', 'Redo']) expect(labels).not.toContain(label);
});
