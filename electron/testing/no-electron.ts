/** In Electron's place where its calls are tested without a window: dialogs answer with `chosen`, the rest does nothing. */
import fs from 'node:fs';
import path from 'node:path';

/** What a person chooses in the next dialogs; null when they cancel. */
export const person: { chosen: string | null } = { chosen: null };

const nothing = () => undefined;
const picture = { resize: () => picture, isEmpty: () => true, toPNG: () => Buffer.alloc(0) };

export const app = {
  getVersion: () => '0',
  getPath: (name: string) => path.join(process.cwd(), name),
  getAppPath: () => process.cwd(),
  isPackaged: false,
  isReady: () => false,
  commandLine: { hasSwitch: () => false, getSwitchValue: () => '' },
  focus: nothing,
  quit: nothing,
};
export const dialog = {
  showOpenDialog: () => Promise.resolve({ canceled: person.chosen === null, filePaths: [person.chosen] }),
  showSaveDialog: () => Promise.resolve({ canceled: person.chosen === null, filePath: person.chosen }),
  showMessageBox: () => Promise.resolve({ response: 0 }),
};
export const shell = {
  showItemInFolder: nothing,
  openPath: () => Promise.resolve(''),
  trashItem: (file: string) => fs.promises.rm(file, { recursive: true }),
};
export const clipboard = { readImage: () => picture, writeText: nothing, write: nothing };
export const nativeImage = { createFromPath: () => picture, createFromBuffer: () => picture };
export const nativeTheme = { themeSource: 'system' };
export const ipcMain = { handle: nothing };
export const Menu = { buildFromTemplate: nothing, setApplicationMenu: nothing };
export const BrowserWindow = {};
export const Notification = { isSupported: () => false };
export const powerSaveBlocker = { start: () => 0, stop: nothing };
export const powerMonitor = { on: nothing };
export const screen = {};
export const protocol = {};
export const session = {};
