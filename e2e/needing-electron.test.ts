import fs from 'node:fs';
import { expect, test } from 'vitest';
import { needingElectron } from './today/needing-electron';

test('every test that is left out on a current engine exists', () => {
  const text = (file: string) => fs.readFileSync(new URL(file, import.meta.url), 'utf8');
  const missing = needingElectron.flatMap(({ file, titles }) =>
    titles.filter((title) => !text(file).includes(`('${title}`)),
  );
  expect(missing).toEqual([]);
  expect(needingElectron.filter(({ file }) => !text(file))).toEqual([]);
});
