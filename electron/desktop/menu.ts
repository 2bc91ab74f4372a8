/** The menu: the table of menu-actions.ts, the recent folders, and Electron's own entries. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuChoice, Preferences } from '../api/program';
import type { TrainingState } from '../api/training';
import { showRecentItems } from './recent-items';
import { menuActionNames, menuActions, menuNames, type MenuActionName, type MenuName } from './menu-actions';

/** The state that the menu shows. */
export interface MenuState extends Pick<Preferences, 'theme' | 'recentFolders'> {
  training: TrainingState;
  /** The actions that would do something now. The page knows them, and nothing is possible before it is drawn. */
  offered: readonly MenuActionName[];
}

export interface MenuHooks {
  choose(choice: MenuChoice): void;
  forgetRecentFolders(): void;
}

/** The menu of the program and the system's list of recent folders, which follow the program's state. */
export class ProgramMenu {
  #offered: readonly MenuActionName[] = [];
  #listed = '';

  constructor(
    private readonly state: () => Omit<MenuState, 'offered'>,
    private readonly hooks: MenuHooks,
  ) {}

  /** Enables these actions alone. */
  offer(actions: readonly MenuActionName[]): void {
    this.#offered = actions;
    this.refresh();
  }

  /** Shows the state as it is now; called when the app is ready, and later when the state has changed. */
  refresh(): void {
    if (!app.isReady()) return;
    const state = { ...this.state(), offered: this.#offered };
    const template = menuTemplate(state, this.hooks, process.platform === 'darwin');
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    this.#listRecent(state.recentFolders);
  }

  #listRecent(folders: readonly string[]): void {
    const listed = folders.join('\n');
    if (listed === this.#listed) return;
    this.#listed = listed;
    showRecentItems(folders, (folder) => this.hooks.choose({ action: 'open-recent', folder }));
  }
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
    enabled: state.offered.includes(name),
    click: () => hooks.choose({ action: name }),
    ...(keys && { accelerator: keys }),
    ...markOf(name, state),
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

function labelOf(name: MenuActionName, { training: { phase } }: MenuState): string {
  if (name !== 'pause-or-resume') return menuActions[name].label;
  return phase === 'paused' || phase === 'pausing' || phase === 'idle' ? 'Resume' : 'Pause';
}

/** What an entry shows beside its label, if it can be on or off. */
function markOf(name: MenuActionName, { training, theme }: MenuState): MenuItemConstructorOptions {
  if (name === 'stop-after-epoch') return { type: 'checkbox', checked: training.endsWithEpoch };
  return name.startsWith('theme-') ? { type: 'radio', checked: name === `theme-${theme}` } : {};
}
