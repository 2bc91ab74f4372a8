import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-imports';

// ESLint checks the length of every other kind of file, and reads no style sheets.
test('no style sheet has more than 300 lines', () => {
  const folder = path.join(root, 'renderer');
  const sheets = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isStyleSheet);
  expect(sheets.length).toBeGreaterThan(0);
  expect(sheets.filter((sheet) => linesIn(path.join(folder, sheet)) > 300)).toEqual([]);
});

const isStyleSheet = (file: string) => file.endsWith('.css');

function linesIn(file: string): number {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').length;
}
