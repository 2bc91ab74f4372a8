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
  electronNoticeClosed: false,
  pace: null,
  problem: null,
};

test('changes are kept for the next start', () => {
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

test('only the latest eight folders are kept, and missing ones are left out', () => {
  const preferences = new PreferencesFile(newFile());
  const folders = Array.from({ length: 12 }, newFolder);
  for (const folder of folders) preferences.addRecent(folder);
  const latest = folders.slice(4).reverse();
  expect(preferences.preferences.recentFolders).toEqual(latest);
  fs.rmdirSync(latest[2] as string);
  expect(preferences.preferences.recentFolders).toEqual(latest.filter((_, i) => i !== 2));
});

test.each([
  ['', {}],
  ['\0', {}],
  ['{"theme":', {}],
  ['[]', {}],
  ['7', {}],
  ['null', {}],
  ['{"theme":"pink","recentFolders":3,"cores":0,"keepAwake":"no","libraryFolder":1,"window":{"x":"a"}}', {}],
  ['{"theme":"dark","libraryFolder":7,"pace":5}', { theme: 'dark', pace: 5 }],
] as const)('a damaged file, %j, is set aside and reported once', (text, usable) => {
  const file = newFile();
  fs.writeFileSync(file, text);
  const preferences = new PreferencesFile(file);
  const kept = path.join(path.dirname(file), 'preferences-damaged.json');
  expect(preferences.preferences).toEqual({
    ...defaults,
    ...usable,
    problem: { code: 'preferences-damaged', facts: { file: kept, reason: expect.any(String) as string } },
  });
  expect([preferences.window, preferences.libraryFolder]).toEqual([null, null]);
  expect(fs.readFileSync(kept, 'utf8')).toBe(text);
  expect(new PreferencesFile(file).preferences).toEqual({ ...defaults, ...usable });
  fs.writeFileSync(file, text);
  expect(new PreferencesFile(file).problem).toMatchObject({
    facts: { file: path.join(path.dirname(file), 'preferences-damaged-2.json') },
  });
});

test('missing entries and a byte order mark are not damage', () => {
  const file = newFile();
  fs.writeFileSync(file, '\uFEFF{"theme":"light","of a later version":1}');
  expect(new PreferencesFile(file).preferences).toEqual({ ...defaults, theme: 'light' });
  expect(fs.readdirSync(path.dirname(file))).toEqual(['preferences.json']);
});

test('where a browser downloads from is not where a person left a dialog', () => {
  const file = newFile();
  const preferences = new PreferencesFile(file);
  const folder = newFolder();
  preferences.keepLastFolder('exports', folder);
  preferences.keepLastFolder('exports', path.join(path.dirname(file), 'downloads', 'a'));
  expect(preferences.lastFolder('exports')).toBe(folder);
});
