import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import type { MenuChoice } from '../api/program';
import { menuActionNames, menuActions, systemKeys } from './menu-actions';
import { menuTemplate, type MenuState } from './menu';

vi.mock('electron', () => ({ Menu: {} }));

const chosen: MenuChoice[] = [];
const hooks = { choose: (choice: MenuChoice) => void chosen.push(choice), forgetRecentFolders: vi.fn() };
const itemsOf = (changes: Partial<MenuState> = {}, isMac = false) => {
  const state: MenuState = { phase: 'idle', theme: 'dark', recentFolders: [], ...changes };
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

test('only possible actions are enabled', () => {
  const enabled = (phase: MenuState['phase']) =>
    ['start', 'pause-or-continue', 'sample-now', 'stop'].filter((id) => find(itemsOf({ phase }), id).enabled);
  expect(enabled('idle')).toEqual(['start']);
  expect(enabled('starting')).toEqual(['pause-or-continue', 'stop']);
  expect(enabled('running')).toEqual(['pause-or-continue', 'sample-now', 'stop']);
  expect(enabled('paused')).toEqual(['pause-or-continue', 'stop']);
  expect(enabled('stopping')).toEqual([]);
  expect(find(itemsOf({ phase: 'running' }), 'pause-or-continue').label).toBe('Pause');
  expect(find(itemsOf({ phase: 'paused' }), 'pause-or-continue').label).toBe('Continue');
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
