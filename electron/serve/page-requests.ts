/** What the page in a browser asks beside the calls of the contract, and where its choices in the menu go. */
import crypto from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { preloadCalls } from '../api/datasets';
import { app } from './app';
import { nativeTheme } from './browser-window';
import { listFolder } from './folder-list';
import { Menu } from './menu';
import { page, type PageHandlers } from './page-link';
import { answerPage } from './served-page';

type Asking = Parameters<PageHandlers['answer']>[0];

async function answer(request: Asking): Promise<unknown> {
  if (request.type === 'call') {
    // The preload script of a window has calls of its own, which a page must not use.
    if (Object.hasOwn(preloadCalls, String(request.name))) throw new Error("this call is not the page's");
    return answerPage(request.name, request.args);
  }
  if (request.type === 'drop') return dropped(request.name, request.bytes);
  // The page sees folders only while the program asks for one, as in a dialog of the system.
  if (!page.isAsking('open')) throw new Error('nothing was asked');
  if (request.type === 'list') return listed(request.folder ?? os.homedir());
  const made = path.join(path.resolve(request.folder), path.basename(request.name));
  await fs.promises.mkdir(made);
  return listed(made);
}

async function listed(folder: string) {
  const recent = Menu.recentFolders().map((place) => ({ name: path.basename(place), folder: place }));
  return { ok: true, value: await listFolder(folder, recent) };
}

/** Copies a picture that was dropped on the page into the folder of pasted ones, and lets the page use it. */
async function dropped(name: string, bytes: Uint8Array) {
  const folder = path.join(app.getPath('userData'), 'pasted pictures', crypto.randomBytes(8).toString('hex'));
  const file = path.join(folder, path.basename(name) || 'dropped');
  await fs.promises.mkdir(folder, { recursive: true, mode: 0o700 });
  await fs.promises.writeFile(file, bytes);
  return answerPage('grantDropped', [file]);
}

/** Begins to serve what the page sends. */
export function listenToPage(): void {
  page.handlers = {
    answer,
    menu(place) {
      const entry = Menu.getApplicationMenu()?.at(place);
      if (entry?.role === 'quit') app.quit();
      else (entry?.click as (() => void) | undefined)?.();
    },
    stateChanged: () => void nativeTheme.emit('updated'),
    began: () => Menu.show(),
  };
}
