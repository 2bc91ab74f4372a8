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

/** A picture of the system's, from a PNG file. What is dragged is made smaller, which nobody sees here. */
const picture = (png: Buffer): Picture => ({
  png,
  isEmpty: () => png.length === 0,
  resize: () => picture(png),
});
type Picture = { png: Buffer; isEmpty(): boolean; resize(): Picture };
const noPicture: Picture = picture(Buffer.alloc(0));

export const nativeImage = {
  createFromPath: (file: string): Picture => picture(fs.readFileSync(file)),
  createFromDataURL: (address: string): Picture =>
    picture(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')),
};

/** A clipboard of the test's own. As in Electron 45 its writing and reading take a moment. */
const copied = { text: '', picture: noPicture };
export const clipboard = {
  writeText: (text: string) => Promise.resolve().then(() => void (copied.text = text)),
  readText: () => Promise.resolve(copied.text),
  writeImage: (written: Picture) => void (copied.picture = written),
  clear: () => void (copied.picture = noPicture),
  read: () => Promise.resolve(copied.picture.isEmpty() ? [] : [item(copied.picture)]),
};

const item = ({ png }: Picture) => ({
  types: ['image/png'],
  getType: () => Promise.resolve(new Blob([new Uint8Array(png)], { type: 'image/png' })),
});
