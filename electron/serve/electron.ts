/**
 * Stands in for the module `electron` where the program serves a browser: the main process runs on a plain Node, and what
 * a window does for the person, their browser does. It has what the main process uses, and behaves as Electron 45. What
 * has no place in a browser, such as the taskbar, does nothing.
 */
import { EventEmitter } from 'events';
import type { Clipboard, Shell } from 'electron';
import { listenToPage } from './page-requests';
import { page } from './page-link';

export { app } from './app';
export { BrowserWindow, nativeTheme, screen } from './browser-window';
export { dialog } from './dialog';
export { Menu } from './menu';
export { ipcMain, protocol } from './served-page';

export const shell: Pick<Shell, 'openPath' | 'showItemInFolder' | 'trashItem'> = {
  openPath: (folder) => {
    page.send({ type: 'notice', text: `This folder of the machine that runs the program: ${folder}` });
    return Promise.resolve('');
  },
  showItemInFolder: (file) => {
    page.send({ type: 'notice', text: `It is on the machine that runs the program: ${file}` });
  },
  trashItem: () => Promise.reject(new Error('a machine without a screen may have no trash')),
};

export const clipboard = {
  async writeText(text) {
    const isDone = await page.ask<'copy'>({ kind: 'copy', text });
    if (!isDone) throw new Error('the browser does not let the page copy');
  },
  async read() {
    const picture = await page.ask<'paste'>({ kind: 'paste' });
    if (!picture?.length) return [];
    const blob = new Blob([new Uint8Array(picture)], { type: 'image/png' });
    return [{ types: ['image/png'], getType: () => Promise.resolve(blob) }];
  },
} satisfies Pick<Clipboard, 'writeText'> & { read(): Promise<unknown[]> };

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return page.mayNotify;
  }

  constructor(private readonly options: { title: string; body: string }) {
    super();
  }

  show(): void {
    const { title, body } = this.options;
    page.send({ type: 'notification', title, text: body });
  }
}

export const powerMonitor = new EventEmitter();
export const powerSaveBlocker = { start: () => 0, stop: () => {} };

const picture = { resize: () => picture };
export const nativeImage = { createFromPath: () => picture };

listenToPage();
