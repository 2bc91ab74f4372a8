import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listFolder } from './folder-list';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'listed-'));

test('a folder is listed with folders first, by name and number, without hidden entries and broken links', async () => {
  for (const folder of ['b', '.git', 'a 10', 'a 9']) fs.mkdirSync(path.join(root, folder));
  for (const file of ['2.png', '10.png', '.hidden']) fs.writeFileSync(path.join(root, file), 'four');
  fs.symlinkSync('nowhere', path.join(root, 'broken'));
  fs.symlinkSync('b', path.join(root, 'link'));
  const {
    folder,
    path: above,
    places,
    entries,
    left,
  } = await listFolder(`${root}/b/..`, [{ name: 'Recent', folder: '/recent' }]);
  expect(folder).toBe(root);
  expect(entries.map(({ name, isFolder }) => (isFolder ? `${name}/` : name))).toEqual([
    ...['a 9/', 'a 10/', 'b/', 'link/', '2.png', '10.png'],
  ]);
  expect(entries.at(-1)).toMatchObject({ place: path.join(root, '10.png'), bytes: 4 });
  expect([above.at(0)?.folder, above.at(-1)]).toEqual(['/', { name: path.basename(root), folder: root }]);
  expect(places).toEqual([
    { name: 'Home', folder: os.homedir() },
    { name: 'Recent', folder: '/recent' },
  ]);
  expect(left).toBe(0);
});

test('what cannot be read is an error of the system', async () => {
  await expect(listFolder(path.join(root, 'gone'), [])).rejects.toThrow('ENOENT');
  await expect(listFolder(path.join(root, '2.png'), [])).rejects.toThrow('ENOTDIR');
});
