/**
 * Every action of the program with its keys: the menu is built from this table, the shortcut sheet shows it, and the
 * page carries the actions out. Plain data, for both the main process and the page.
 */

/** The menus, in order. The program's pages are under View. */
export const menuNames = ['File', 'Edit', 'Run', 'View', 'Help'] as const;
export type MenuName = (typeof menuNames)[number];

export interface MenuAction {
  menu: MenuName;
  label: string;
  /** An accelerator in Electron's notation; empty for an action without keys. */
  keys: string;
  /** Whether the action begins a new group of its menu. */
  begins?: true;
}

const actions = {
  'choose-folder': { menu: 'File', label: 'Choose Folder…', keys: 'CmdOrCtrl+O' },
  'use-examples': { menu: 'File', label: 'Use Example Images', keys: '' },
  import: { menu: 'File', label: 'Import Run…', keys: 'CmdOrCtrl+I', begins: true },
  'import-model': { menu: 'File', label: 'Import Model…', keys: '' },
  export: { menu: 'File', label: 'Export…', keys: 'CmdOrCtrl+Shift+E' },
  'export-model': { menu: 'File', label: 'Export Model…', keys: '' },
  'check-exported': { menu: 'File', label: 'Check Exported PNG…', keys: '' },
  'show-run-folder': { menu: 'File', label: 'Show Folder of Run', keys: '', begins: true },
  settings: { menu: 'File', label: 'Settings', keys: 'CmdOrCtrl+,', begins: true },

  undo: { menu: 'Edit', label: 'Undo', keys: 'CmdOrCtrl+Z' },
  redo: { menu: 'Edit', label: 'Redo', keys: 'CmdOrCtrl+Shift+Z' },
  'find-pictures': { menu: 'Edit', label: 'Find Pictures in All Runs', keys: 'CmdOrCtrl+F', begins: true },

  start: { menu: 'Run', label: 'Start Training', keys: 'CmdOrCtrl+Enter' },
  'pause-or-resume': { menu: 'Run', label: 'Pause or Resume', keys: 'CmdOrCtrl+Shift+P' },
  'sample-now': { menu: 'Run', label: 'Sample Now', keys: 'CmdOrCtrl+Shift+S' },
  stop: { menu: 'Run', label: 'Stop', keys: 'CmdOrCtrl+.', begins: true },
  'stop-after-epoch': { menu: 'Run', label: 'Stop After Epoch', keys: '' },
  generate: { menu: 'Run', label: 'Generate', keys: 'CmdOrCtrl+G', begins: true },
  'compare-runs': { menu: 'Run', label: 'Compare Marked Runs', keys: '' },
  // Escape is a key of the page, since it closes dialogs first.
  cancel: { menu: 'Run', label: 'Cancel Work on This Page', keys: '', begins: true },

  palette: { menu: 'View', label: 'Find a Command…', keys: 'CmdOrCtrl+K' },
  'go-data': { menu: 'View', label: 'Data', keys: 'CmdOrCtrl+1', begins: true },
  'go-train': { menu: 'View', label: 'Train', keys: 'CmdOrCtrl+2' },
  'go-inspect': { menu: 'View', label: 'Inspect', keys: 'CmdOrCtrl+3' },
  'go-gallery': { menu: 'View', label: 'Gallery', keys: 'CmdOrCtrl+4' },
  'go-runs': { menu: 'View', label: 'Runs', keys: 'CmdOrCtrl+5' },
  'theme-system': { menu: 'View', label: 'System Theme', keys: '', begins: true },
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

/** Keys of menu entries that Electron provides, for the shortcut sheet. */
export const systemKeys: readonly Pick<MenuAction, 'menu' | 'label' | 'keys'>[] = [
  { menu: 'File', label: 'Quit', keys: 'CmdOrCtrl+Q' },
  { menu: 'Edit', label: 'Cut', keys: 'CmdOrCtrl+X' },
  { menu: 'Edit', label: 'Copy', keys: 'CmdOrCtrl+C' },
  { menu: 'Edit', label: 'Paste', keys: 'CmdOrCtrl+V' },
  { menu: 'Edit', label: 'Select All', keys: 'CmdOrCtrl+A' },
  { menu: 'View', label: 'Larger', keys: 'CmdOrCtrl+Plus' },
  { menu: 'View', label: 'Smaller', keys: 'CmdOrCtrl+-' },
  { menu: 'View', label: 'Actual Size', keys: 'CmdOrCtrl+0' },
  { menu: 'View', label: 'Full Screen', keys: 'F11' },
];
