/** Several built jobs read the same folder at the same time and share a cache. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { pick } from '../../model/pick';
import { defaultSettings } from '../../model/settings';
import { pictureSettingNames } from '../../model/settings/data';
import { JobHost } from './host';

const script = fileURLToPath(new URL('../../dist/job/process.mjs', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shared-cache-'));
const images = path.join(folder, 'images');
const env = { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache') };
const hosts = ['one', 'two', 'three'].map(
  (name) => new JobHost(name, { command: process.execPath, args: [script], env }, () => {}),
);
const settings = { ...pick(defaultSettings, pictureSettingNames), size: 8, levels: 4 };

afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
  fs.rmSync(folder, { recursive: true });
});

test('jobs do not disturb each other, and all read the same', async () => {
  fs.mkdirSync(images);
  // Many other folders were read before, so that searching the cache takes some time.
  const kept = path.join(env.XDG_CACHE_HOME, 'pixelcnn-studio', 'images');
  fs.mkdirSync(kept, { recursive: true });
  for (let other = 0; other < 3000; other++) fs.writeFileSync(path.join(kept, `other-${other}`), '');
  const digits = fileURLToPath(new URL('../../resources/example-images/5/', import.meta.url));
  const files = fs.readdirSync(digits).slice(0, 30);
  for (let round = 1; round <= 25; round++) {
    // In every round all jobs have something new to write.
    const file = files[round] as string;
    fs.copyFileSync(path.join(digits, file), path.join(images, file));
    const asked = hosts.map(
      (host) => host.ask('scanFolder', { folder: images, settings, excluded: [] }).answer,
    );
    const [first, ...others] = await Promise.all(asked);
    expect(first?.images).toBe(round);
    for (const other of others) expect(other).toEqual(first);
  }
  const alone = { ...env, XDG_CACHE_HOME: path.join(folder, 'no cache yet') };
  const fresh = new JobHost('fresh', { command: process.execPath, args: [script], env: alone }, () => {});
  hosts.push(fresh);
  const again = await hosts[0]?.ask('scanFolder', { folder: images, settings, excluded: [] }).answer;
  expect(await fresh.ask('scanFolder', { folder: images, settings, excluded: [] }).answer).toEqual(again);
});
