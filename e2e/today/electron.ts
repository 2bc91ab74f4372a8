/** The module `electron` of the tests on a current engine: the stand-in, and what only tests use of Electron. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type * as StandIn from '../../electron/serve/electron';

const standIn = createRequire(import.meta.url)('../../dist/serve/electron.cjs') as typeof StandIn;

export const { app, dialog, ipcMain, Menu, nativeTheme, Notification, powerMonitor } = standIn;
export const { powerSaveBlocker, protocol, screen, shell } = standIn;

export class BrowserWindow extends standIn.BrowserWindow {
  #colour: string;
  #title: string;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super(options);
    this.#colour = options.backgroundColor ?? '';
    this.#title = options.title ?? '';
  }

  static getAllWindows(): BrowserWindow[] {
    return [...app.windows] as BrowserWindow[];
  }

  setBounds(bounds: Electron.Rectangle): void {
    Object.assign(this.getNormalBounds(), bounds);
  }

  getBackgroundColor(): string {
    return this.#colour;
  }

  override setBackgroundColor(colour = ''): void {
    this.#colour = colour;
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }
}

/** A picture to drag. It is made smaller, which nobody sees here. */
interface Picture {
  isEmpty(): boolean;
  resize(): Picture;
}

export const nativeImage = {
  createFromPath(file: string): Picture {
    const picture = { isEmpty: () => fs.statSync(file).size === 0, resize: () => picture };
    return picture;
  },
};

/** What is on the clipboard, by its type. */
export class ClipboardItem {
  readonly #parts: Record<string, Blob>;

  constructor(parts: Record<string, Blob>) {
    this.#parts = parts;
  }

  get types(): string[] {
    return Object.keys(this.#parts);
  }

  getType(type: string): Promise<Blob> {
    const part = this.#parts[type];
    return part ? Promise.resolve(part) : Promise.reject(new Error(`there is no ${type}`));
  }
}

/** A clipboard of the test's own, so that tests at the same time do not share the system's. */
let copied: ClipboardItem[] = [];
export const clipboard = {
  clear: () => void (copied = []),
  write: (items: ClipboardItem[]) => Promise.resolve().then(() => void (copied = items)),
  read: () => Promise.resolve(copied),
  writeText: (text: string) => clipboard.write([new ClipboardItem({ 'text/plain': new Blob([text]) })]),
  readText: async () => (await (await copied[0]?.getType('text/plain'))?.text()) ?? '',
};
