import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root, sources } from './source-imports';

const shipped = sources.filter((file) => !/\.(test|spec|fuzz)\.|^e2e\/|\/testing\//.test(file));

test.each([
  ['opens an address outside', /\bopenExternal\b/],
  ['turns text into code', /\beval\(|\bnew Function\(/],
  ['puts text into the page as HTML', /\{@html|\.innerHTML\b|insertAdjacentHTML/],
  ['uses the remote module', /enableRemoteModule: true|@electron\/remote/],
])('nothing of the program %s', (_what, pattern) => {
  const found = shipped.filter((file) => pattern.test(fs.readFileSync(path.join(root, file), 'utf8')));
  expect(found).toEqual([]);
});

test('the document of security names only files that exist', () => {
  const text = fs.readFileSync(path.join(root, 'resources/docs/security.md'), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs))`/g)].map(([, name]) => String(name));
  expect(named.length).toBeGreaterThan(50);
  // A name without a folder is that of a file beside the one before it, or of a test.
  const missing = named.filter((name) =>
    name.includes('/')
      ? !sources.includes(name)
      : !sources.some((file) => path.posix.basename(file) === name),
  );
  expect(missing).toEqual([]);
});
