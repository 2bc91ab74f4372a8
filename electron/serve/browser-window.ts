/** The window of the stand-in: a page in the person's browser. */
import { EventEmitter } from 'events';
import fs from 'fs';
import path from 'path';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { app, preventableEvent } from './app';
import { page } from './page-link';
import { download, downloads, serve } from './served-page';

/** A screen that no browser tells of. */
const workArea: Rectangle = { x: 0, y: 0, width: 1920, height: 1080 };

export const screen = { getDisplayMatching: () => ({ workArea }) };

class Theme extends EventEmitter {
  /** The page itself shows the theme that the person chose. */
  themeSource = 'system';

  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'system' ? page.isDark : this.themeSource === 'dark';
  }
}
export const nativeTheme = new Theme();

class Contents extends EventEmitter {
  send(name: string, payload: unknown): void {
    page.send({ type: 'event', name, payload });
  }

  /** A browser gets the file as a download. */
  startDrag({ file }: { file: string }): void {
    const name = path.basename(file);
    const place = downloads().place(name);
    fs.copyFileSync(file, place);
    download(place);
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new Contents();
  readonly #bounds: Rectangle;
  #isMaximized = false;
  #isDestroyed = false;

  constructor({ x, y, width = 800, height = 600 }: BrowserWindowConstructorOptions) {
    super();
    const centred = { x: (workArea.width - width) / 2, y: (workArea.height - height) / 2 };
    this.#bounds = { x: x ?? centred.x, y: y ?? centred.y, width, height };
    app.windows.add(this);
  }

  async loadURL(address: string): Promise<void> {
    await serve(address);
    this.emit('ready-to-show');
  }

  show(): void {
    this.emit('show');
  }

  close(): boolean {
    const event = preventableEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.#isDestroyed = true;
    app.windows.delete(this);
    this.emit('closed');
    return true;
  }

  /** The bounds that the window would have. The person's browser has its own. */
  getNormalBounds(): Rectangle {
    return this.#bounds;
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  maximize(): void {
    this.#isMaximized = true;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isFocused(): boolean {
    return page.isFocused;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}
  focus(): void {}
  reload(): void {}
  setProgressBar(): void {}
  setBackgroundColor(): void {}
}
