import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dialog } from 'electron';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { FileDialogs } from './dialogs';
import { PreferencesFile } from './preferences';

vi.mock('electron', () => ({ dialog: { showSaveDialog: vi.fn(), showOpenDialog: vi.fn() } }));
const { showSaveDialog, showOpenDialog } = vi.mocked(dialog);

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'dialogs-'));
afterAll(() => fs.rmSync(root, { recursive: true }));
const made = (...names: string[]) => {
  const folder = path.join(root, ...names);
  fs.mkdirSync(folder, { recursive: true });
  return folder;
};
const preferences = path.join(root, 'preferences.json');

/** The dialogs as after a start of the program. */
const started = () => new FileDialogs(() => undefined, new PreferencesFile(preferences));
const png = { name: 'PNG', extensions: ['png'] };
const openAt = () => (showOpenDialog.mock.lastCall as unknown as [{ defaultPath: string }])[0].defaultPath;
const saveAt = () => (showSaveDialog.mock.lastCall as unknown as [{ defaultPath: string }])[0].defaultPath;

beforeEach(() => {
  fs.rmSync(preferences, { force: true });
  showOpenDialog.mockResolvedValue({ canceled: true, filePaths: [] });
});

test('each kind of dialog opens where a person left it, also after a restart', async () => {
  await started().folderToRead('images', 'Images');
  expect(openAt()).toBe(os.homedir());

  const images = made('photos', 'cats');
  showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [images] });
  expect(await started().folderToRead('images', 'Images')).toBe(images);
  const file = path.join(made('charts'), 'loss.png');
  showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: file });
  expect(await started().fileToWrite('charts', 'Chart', 'loss', png)).toBe(file);
  const exports = made('exports');
  showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [exports] });
  await started().folderToWrite('exports', 'Export', 'Export here');

  await started().folderToRead('images', 'Images');
  expect(openAt()).toBe(path.dirname(images));
  await started().fileToRead('charts', 'Chart', png);
  expect(openAt()).toBe(path.dirname(file));
  showSaveDialog.mockResolvedValueOnce({ canceled: true, filePath: '' });
  await started().fileToWrite('exports', 'Export', 'drawn', png);
  expect(saveAt()).toBe(path.join(exports, 'drawn.png'));
  await started().fileToRead('weights', 'Weights', png);
  expect(openAt()).toBe(os.homedir());
});

test('a dialog whose folder is gone opens in the nearest one above it that exists', async () => {
  const gone = made('disk', 'a', 'b');
  showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path.join(gone, 'x.png')] });
  await started().fileToRead('pictures', 'Picture', png);
  fs.rmSync(path.join(root, 'disk', 'a'), { recursive: true });
  await started().fileToRead('pictures', 'Picture', png);
  expect(openAt()).toBe(path.join(root, 'disk'));

  const kept = {
    lastFolder: () => path.join(path.parse(root).root, 'no-such-disk', 'a'),
    keepLastFolder() {},
  };
  await new FileDialogs(() => undefined, kept).fileToRead('pictures', 'Picture', png);
  expect(openAt()).toBe(os.homedir());
});

test('a file is chosen even if its folder cannot be remembered', async () => {
  const full = {
    lastFolder: () => null,
    keepLastFolder() {
      throw new Error('no space left');
    },
  };
  showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: '/a/b' });
  expect(await new FileDialogs(() => undefined, full).fileToWrite('charts', 'Chart', 'b', png)).toBe(
    '/a/b.png',
  );
});
