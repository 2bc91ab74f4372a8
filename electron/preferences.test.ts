import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PreferencesFile } from './preferences';

const newFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'preferences-'));
const newFile = () => path.join(newFolder(), 'preferences.json');

const defaults = {
  theme: 'system',
  recentFolders: [],
  cores: null,
  exportMetadata: true,
  keepAwake: true,
  notifications: true,
  guideLeft: false,
  pace: null,
};

test('what is changed is there at the next start', () => {
  const file = newFile();
  const [a, b] = [newFolder(), newFolder()];
  let changes = 0;
  const first = new PreferencesFile(file, () => changes++);
  expect(first.preferences).toEqual(defaults);
  first.change({ theme: 'dark', cores: 3, keepAwake: false, libraryFolder: '/runs' });
  for (const folder of [a, b, a, a]) first.addRecent(folder);
  expect(changes).toBe(4);
  const second = new PreferencesFile(file);
  expect(second.preferences).toEqual({
    ...defaults,
    theme: 'dark',
    cores: 3,
    keepAwake: false,
    recentFolders: [a, b],
  });
  expect(second.libraryFolder).toBe('/runs');
});

test('only the latest eight folders are kept, and those that are gone are left out', () => {
  const preferences = new PreferencesFile(newFile());
  const folders = Array.from({ length: 12 }, newFolder);
  for (const folder of folders) preferences.addRecent(folder);
  const latest = folders.slice(4).reverse();
  expect(preferences.preferences.recentFolders).toEqual(latest);
  fs.rmdirSync(latest[2] as string);
  expect(preferences.preferences.recentFolders).toEqual(latest.filter((_, i) => i !== 2));
});

test.each([
  '',
  '{"theme":',
  '[]',
  '7',
  '{"theme":"pink","recentFolders":3,"cores":0,"keepAwake":"no","libraryFolder":1,"window":{"x":"a"}}',
])('a damaged file, %j, gives the defaults', (text) => {
  const file = newFile();
  fs.writeFileSync(file, text);
  const preferences = new PreferencesFile(file);
  expect(preferences.preferences).toEqual(defaults);
  expect(preferences.window).toBeNull();
  expect(preferences.libraryFolder).toBeNull();
});
