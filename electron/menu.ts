/** The menu, with every page and its shortcut. */
import { app, Menu, shell, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import { libraryFolder, logFile } from './paths';

const pages = ['Data', 'Train', 'Inspect', 'Gallery', 'Runs'];

export function setMenu(window: () => BrowserWindow | undefined): void {
  const isMac = process.platform === 'darwin';
  const toPage = (page: string, index: number): MenuItemConstructorOptions => ({
    label: page,
    accelerator: `CmdOrCtrl+${index + 1}`,
    // The page watches its own address.
    click: () => void window()?.loadURL(`studio://app/index.html#${page.toLowerCase()}`),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Run Library Folder', click: () => void shell.openPath(libraryFolder()) },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&Go', submenu: pages.map(toPage) },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    {
      label: '&Help',
      submenu: [
        { label: 'Show Log File', click: () => shell.showItemInFolder(logFile()) },
        { label: `Version ${app.getVersion()}`, enabled: false },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
