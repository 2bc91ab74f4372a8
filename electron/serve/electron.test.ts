import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as standIn from './electron';

const folder = path.resolve(import.meta.dirname, '..');

/** What a file of the main process uses of Electron at run time. */
function usedBy(file: string): string[] {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  const [, names = ''] = /import \{([^}]*)\} from 'electron'/.exec(text) ?? [];
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name && !name.startsWith('type '));
}

test('the stand-in has all that the main process uses of Electron', () => {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|fuzz)\.ts$|^serve|testing|^preload/.test(file));
  const used = new Set(files.flatMap(usedBy));
  expect(used.size).toBeGreaterThan(10);
  expect([...used].filter((name) => !(name in standIn))).toEqual([]);
});

test('a dialog without a page is cancelled', async () => {
  const { dialog } = standIn;
  expect(await dialog.showOpenDialog({})).toEqual({ canceled: true, filePaths: [] });
  expect(await dialog.showSaveDialog({})).toEqual({ canceled: true, filePath: '' });
  const question = { message: 'Quit?', buttons: ['Yes', 'No'], cancelId: 1 };
  expect((await dialog.showMessageBox(question)).response).toBe(1);
});

test('the menu is sent without what only a window has, and its entries can be chosen', () => {
  const { Menu } = standIn;
  const chosen: string[] = [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: '&File',
        submenu: [
          { label: 'Open', id: 'open', accelerator: 'CmdOrCtrl+O', click: () => chosen.push('open') },
          {
            label: 'Open Recent',
            id: 'open-recent',
            submenu: [{ label: '/a && b' }, { type: 'separator' }, { label: 'Clear' }],
          },
          { type: 'separator' },
          { role: 'togglefullscreen' },
          { type: 'separator' },
          { role: 'quit', accelerator: 'CmdOrCtrl+Q' },
          { label: 'Stop', enabled: false },
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
  const menu = Menu.getApplicationMenu();
  const [file, ...others] = menu?.shown() ?? [];
  expect([file?.label, others]).toEqual(['File', []]);
  expect(file?.entries.map(({ label, keys }) => `${label} ${keys}`)).toEqual([
    ...['Open CmdOrCtrl+O', 'Open Recent ', ' ', 'Quit ', 'Stop '],
  ]);
  expect(Menu.recentFolders()).toEqual(['/a & b']);
  menu?.getMenuItemById('open')?.click();
  (menu?.at([0, 0])?.click as (() => void) | undefined)?.();
  expect(chosen).toEqual(['open', 'open']);
  expect([menu?.at([0, 6]), menu?.at([7, 1])]).toEqual([undefined, undefined]);
});
