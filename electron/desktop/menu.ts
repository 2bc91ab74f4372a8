/** The menu: the table of menu-actions.ts, the recent folders, and Electron's own entries. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuChoice, Preferences } from '../api/program';
import type { TrainingPhase } from '../api/training';
import { menuActionNames, menuActions, menuNames, type MenuActionName, type MenuName } from './menu-actions';

/** The state that the menu shows. */
export interface MenuState {
  phase: TrainingPhase;
  theme: Preferences['theme'];
  recentFolders: readonly string[];
}

export interface MenuHooks {
  choose(choice: MenuChoice): void;
  forgetRecentFolders(): void;
}

export function setMenu(state: MenuState, hooks: MenuHooks): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, hooks, process.platform === 'darwin')));
}

export function menuTemplate(
  state: MenuState,
  hooks: MenuHooks,
  isMac: boolean,
): MenuItemConstructorOptions[] {
  const more: Record<MenuName, MenuItemConstructorOptions[]> = {
    File: [{ type: 'separator' }, isMac ? { role: 'close' } : { role: 'quit', accelerator: 'CmdOrCtrl+Q' }],
    Edit: [
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      { type: 'separator' },
      { role: 'selectAll' },
    ],
    Run: [],
    View: [
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      // The same key without shift.
      { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
    Help: [],
  };
  const menus = menuNames.map((menu): MenuItemConstructorOptions => {
    const items = menuActionNames
      .filter((name) => menuActions[name].menu === menu)
      .map((name) => menuItems(name, state, hooks))
      .reduce((all, some) => all.concat(some), []);
    return { label: `&${menu}`, id: menu, submenu: [...items, ...more[menu]] };
  });
  const help = menus.pop() as MenuItemConstructorOptions;
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    ...menus,
    { role: 'windowMenu' },
    { ...help, role: 'help' },
  ];
}

function menuItems(name: MenuActionName, state: MenuState, hooks: MenuHooks): MenuItemConstructorOptions[] {
  const { keys, begins } = menuActions[name];
  const item: MenuItemConstructorOptions = {
    id: name,
    label: labelOf(name, state),
    enabled: isEnabled(name, state),
    click: () => hooks.choose({ action: name }),
    ...(keys && { accelerator: keys }),
    ...(name.startsWith('theme-') && { type: 'radio', checked: name === `theme-${state.theme}` }),
  };
  return [
    ...(begins ? [{ type: 'separator' as const }] : []),
    item,
    ...(name === 'choose-folder' ? [openRecent(state, hooks)] : []),
  ];
}

function openRecent({ recentFolders }: MenuState, hooks: MenuHooks): MenuItemConstructorOptions {
  return {
    id: 'open-recent',
    label: 'Open Recent',
    enabled: recentFolders.length > 0,
    submenu: [
      ...recentFolders.map((folder) => ({
        // A single ampersand would mark an access key.
        label: folder.replace(/&/g, '&&'),
        click: () => hooks.choose({ action: 'open-recent', folder }),
      })),
      { type: 'separator' },
      { label: 'Clear Recent Folders', click: () => hooks.forgetRecentFolders() },
    ],
  };
}

function labelOf(name: MenuActionName, { phase }: MenuState): string {
  if (name !== 'pause-or-continue') return menuActions[name].label;
  return phase === 'paused' || phase === 'pausing' ? 'Continue' : 'Pause';
}

function isEnabled(name: MenuActionName, { phase }: MenuState): boolean {
  switch (name) {
    case 'start':
      return phase === 'idle';
    case 'pause-or-continue':
      return phase !== 'idle' && phase !== 'stopping';
    case 'sample-now':
      return phase === 'running';
    case 'stop':
      return phase !== 'idle' && phase !== 'stopping';
    default:
      return true;
  }
}
