import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import type { MenuChoice } from '../api/program';
import { menuActionNames, menuActions, systemKeys } from './menu-actions';
import type { TrainingPhase, TrainingState } from '../api/training';
import { menuTemplate, type MenuState } from './menu';

vi.mock('electron', () => ({ Menu: {} }));

const chosen: MenuChoice[] = [];
const hooks = { choose: (choice: MenuChoice) => void chosen.push(choice), forgetRecentFolders: vi.fn() };
const trainingIn = (phase: TrainingPhase): TrainingState => ({
  ...{ phase, run: null, endsWithEpoch: false, error: null },
});
const itemsOf = (changes: Partial<MenuState> = {}, isMac = false) => {
  const state: MenuState = {
    ...{ training: trainingIn('idle'), offered: menuActionNames, theme: 'dark', recentFolders: [] },
    ...changes,
  };
  return menuTemplate(state, hooks, isMac).flatMap((menu) =>
    Array.isArray(menu.submenu) ? (menu.submenu as MenuItemConstructorOptions[]) : [],
  );
};
const find = (items: MenuItemConstructorOptions[], id: string) =>
  items.find((item) => item.id === id) as MenuItemConstructorOptions;
const press = ({ click }: MenuItemConstructorOptions) => (click as () => void)();

test('the menu has every action of the table with its keys, and reports what was chosen', () => {
  const items = itemsOf();
  for (const name of menuActionNames) {
    const item = find(items, name);
    expect(item.accelerator ?? '').toBe(menuActions[name].keys);
    press(item);
  }
  expect(chosen).toEqual(menuActionNames.map((action) => ({ action })));
});

test('no two actions share keys, and none is a single letter', () => {
  const keys = [...menuActionNames.map((name) => menuActions[name]), ...systemKeys]
    .map((action) => action.keys as string)
    .filter(Boolean);
  expect(new Set(keys).size).toBe(keys.length);
  for (const combination of keys) expect(combination).toMatch(/^(F\d+|CmdOrCtrl\+.+)$/);
});

test('only what the page offers is enabled', () => {
  const enabled = (offered: MenuState['offered']) =>
    itemsOf({ offered }).filter(({ id, enabled }) => id && id !== 'open-recent' && enabled);
  expect(enabled([])).toEqual([]);
  expect(enabled(['stop', 'generate']).map(({ id }) => id)).toEqual(['stop', 'generate']);
});

test('the menu shows whether a training is paused, and whether it stops after its epoch', () => {
  const labels = (['idle', 'starting', 'running', 'pausing', 'paused', 'stopping'] as const).map(
    (phase) => find(itemsOf({ training: trainingIn(phase) }), 'pause-or-resume').label,
  );
  expect(labels).toEqual(['Resume', 'Pause', 'Pause', 'Resume', 'Resume', 'Pause']);
  for (const endsWithEpoch of [true, false]) {
    const items = itemsOf({ training: { ...trainingIn('running'), endsWithEpoch } });
    expect(find(items, 'stop-after-epoch').checked).toBe(endsWithEpoch);
  }
});

test('recent folders can be opened, one with an ampersand too, and cleared', () => {
  expect(find(itemsOf(), 'open-recent').enabled).toBe(false);
  const recent = find(itemsOf({ recentFolders: ['/a & b', '/c'] }), 'open-recent');
  const entries = recent.submenu as MenuItemConstructorOptions[];
  expect(entries.map(({ label }) => label)).toEqual(['/a && b', '/c', undefined, 'Clear Recent Folders']);
  chosen.length = 0;
  press(entries[0] as MenuItemConstructorOptions);
  expect(chosen).toEqual([{ action: 'open-recent', folder: '/a & b' }]);
  press(entries[3] as MenuItemConstructorOptions);
  expect(hooks.forgetRecentFolders).toHaveBeenCalled();
});

test('the theme in use is marked', () => {
  const checked = (theme: MenuState['theme']) =>
    itemsOf({ theme })
      .filter((item) => item.checked)
      .map(({ id }) => id);
  expect(checked('light')).toEqual(['theme-light']);
  expect(checked('system')).toEqual(['theme-system']);
});
