/**
 * Every action of the program with its keys: the menu is built from this table, the shortcut sheet shows it, and the
 * page does what it names. Plain data, for the main process and the page alike.
 */

/** The menus, in order. Pages of the program stand under View. */
export const menuNames = ['File', 'Run', 'View', 'Help'] as const;
export type MenuName = (typeof menuNames)[number];

export interface MenuAction {
  menu: MenuName;
  label: string;
  /** As Electron writes accelerators; empty where an action has no keys. */
  keys: string;
  /** Begins a new group of its menu. */
  begins?: true;
}

const actions = {
  'choose-folder': { menu: 'File', label: 'Choose Folder…', keys: 'CmdOrCtrl+O' },
  'use-examples': { menu: 'File', label: 'Use Example Images', keys: '' },
  import: { menu: 'File', label: 'Import…', keys: 'CmdOrCtrl+I', begins: true },
  export: { menu: 'File', label: 'Export…', keys: 'CmdOrCtrl+Shift+E' },
  settings: { menu: 'File', label: 'Settings', keys: 'CmdOrCtrl+,', begins: true },

  start: { menu: 'Run', label: 'Start Training', keys: 'CmdOrCtrl+Enter' },
  'pause-or-continue': { menu: 'Run', label: 'Pause or Continue', keys: 'CmdOrCtrl+Shift+P' },
  'sample-now': { menu: 'Run', label: 'Sample Now', keys: 'CmdOrCtrl+Shift+S' },
  stop: { menu: 'Run', label: 'Stop', keys: 'CmdOrCtrl+.', begins: true },

  'go-data': { menu: 'View', label: 'Data', keys: 'CmdOrCtrl+1' },
  'go-train': { menu: 'View', label: 'Train', keys: 'CmdOrCtrl+2' },
  'go-inspect': { menu: 'View', label: 'Inspect', keys: 'CmdOrCtrl+3' },
  'go-gallery': { menu: 'View', label: 'Gallery', keys: 'CmdOrCtrl+4' },
  'go-runs': { menu: 'View', label: 'Runs', keys: 'CmdOrCtrl+5' },
  'theme-system': { menu: 'View', label: 'Theme of the System', keys: '', begins: true },
  'theme-light': { menu: 'View', label: 'Light Theme', keys: '' },
  'theme-dark': { menu: 'View', label: 'Dark Theme', keys: '' },

  guide: { menu: 'Help', label: 'First Steps', keys: '' },
  shortcuts: { menu: 'Help', label: 'Keyboard Shortcuts', keys: 'F1' },
  log: { menu: 'Help', label: 'Log', keys: 'CmdOrCtrl+Shift+L', begins: true },
  about: { menu: 'Help', label: 'About PixelCNN Studio', keys: '' },
} as const satisfies Record<string, MenuAction>;

export type MenuActionName = keyof typeof actions;

export const menuActions: Readonly<Record<MenuActionName, MenuAction>> = actions;
export const menuActionNames = Object.keys(actions) as MenuActionName[];

/** Keys of menu entries that the system itself provides, for the sheet. */
export const systemKeys: readonly Pick<MenuAction, 'menu' | 'label' | 'keys'>[] = [
  { menu: 'File', label: 'Quit', keys: 'CmdOrCtrl+Q' },
  { menu: 'View', label: 'Larger', keys: 'CmdOrCtrl+Plus' },
  { menu: 'View', label: 'Smaller', keys: 'CmdOrCtrl+-' },
  { menu: 'View', label: 'Actual Size', keys: 'CmdOrCtrl+0' },
  { menu: 'View', label: 'Full Screen', keys: 'F11' },
];

/** Keys that the page hears itself, never while a person types. */
export const pageKeys: readonly Pick<MenuAction, 'label' | 'keys'>[] = [
  { label: 'This sheet', keys: '?' },
  { label: 'Next or previous control', keys: 'Tab' },
  { label: 'Move in a picture, a list or a chart', keys: '←↑↓→' },
  { label: 'Zoom a chart in', keys: 'Plus' },
  { label: 'Zoom a chart out', keys: '-' },
  { label: 'Move along a zoomed chart', keys: 'Shift+←→' },
  { label: 'Choose what the focus is on', keys: 'Enter' },
  { label: 'Close a dialog, give up an edit', keys: 'Esc' },
];
