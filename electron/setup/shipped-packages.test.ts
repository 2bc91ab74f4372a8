import fs from 'node:fs';
import path from 'node:path';
import { builtinModules } from 'node:module';
import { expect, test } from 'vitest';
import { leftOutPackages, nameOf, shippedPackages, type Lock } from './shipped-packages.mjs';

const root = new URL('../../', import.meta.url);
const read = (file: string) => fs.readFileSync(new URL(file, root), 'utf8');
const lock = (JSON.parse(read('package-lock.json')) as { packages: Lock }).packages;
const shipped = shippedPackages(lock);

test('nothing that only installs is carried', () => {
  const names = shipped.map(nameOf);
  for (const name of ['@mapbox/node-pre-gyp', 'tar', 'rimraf', 'adm-zip', 'https-proxy-agent', 'npmlog']) {
    expect(names).not.toContain(name);
    expect(leftOutPackages(lock)).toContain(name);
  }
});

test('every package that the carried ones load is carried', () => {
  const isCarried = (name: string) => shipped.some((place) => nameOf(place) === name);
  const there = shipped.filter((place) => fs.existsSync(new URL(place, root)));
  const missing = there.flatMap((place) =>
    loadedBy(new URL(`${place}/`, root))
      .filter((name) => !isCarried(name))
      .map((name) => `${place}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test('the document of advisories names every carried package with its version', () => {
  const said = read('resources/docs/security.md');
  const unsaid = shipped
    .filter((place) => !lock[place]?.optional)
    .map((place) => `${nameOf(place)} ${lock[place]?.version}`)
    .filter((wanted) => !said.includes(`| ${wanted} `));
  expect(unsaid).toEqual([]);
});

/** What the main file of a package and the files that it loads of the same package load of others. */
function loadedBy(folder: URL): string[] {
  const { main = 'index.js' } = JSON.parse(fs.readFileSync(new URL('package.json', folder), 'utf8')) as {
    main?: string;
  };
  const seen = new Set<string>();
  const names = new Set<string>();
  const visit = (file: string) => {
    const found = [file, `${file}.js`, path.join(file, 'index.js')].find(
      (candidate) => fs.existsSync(candidate) && fs.statSync(candidate).isFile(),
    );
    if (!found || seen.has(found) || !/\.[cm]?js$/.test(found)) return;
    seen.add(found);
    for (const [, name = ''] of fs
      .readFileSync(found, 'utf8')
      .matchAll(/\brequire\((?:'|")([^'"]+)(?:'|")\)/g)) {
      if (name.startsWith('.')) visit(path.join(path.dirname(found), name));
      else names.add(/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    }
  };
  visit(path.join(folder.pathname, main));
  return [...names].filter(
    (name) => lock[`node_modules/${name}`] && !name.startsWith('@img/') && !builtinModules.includes(name),
  );
}
