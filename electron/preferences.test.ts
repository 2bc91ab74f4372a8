import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PreferencesFile } from './preferences';

const newFile = () => path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'preferences-')), 'preferences.json');

test('what is changed is there at the next start', () => {
  const file = newFile();
  const first = new PreferencesFile(file);
  expect(first.preferences).toEqual({ theme: 'system', recentFolders: [] });
  first.change({ theme: 'dark' });
  for (const folder of ['/a', '/b', '/a']) first.addRecent(folder);
  const second = new PreferencesFile(file);
  expect(second.preferences).toEqual({ theme: 'dark', recentFolders: ['/a', '/b'] });
});

test('only the latest eight folders are kept', () => {
  const preferences = new PreferencesFile(newFile());
  for (let i = 0; i < 12; i++) preferences.addRecent(`/${i}`);
  expect(preferences.preferences.recentFolders).toEqual([11, 10, 9, 8, 7, 6, 5, 4].map((i) => `/${i}`));
});

test.each(['', '{"theme":', '[]', '{"theme":"pink","recentFolders":3,"window":{"x":"a"}}'])(
  'a damaged file, %j, gives the defaults',
  (text) => {
    const file = newFile();
    fs.writeFileSync(file, text);
    const preferences = new PreferencesFile(file);
    expect(preferences.preferences).toEqual({ theme: 'system', recentFolders: [] });
    expect(preferences.window).toBeNull();
  },
);
